/** A name as it is written, in Latin letters for an address, and (Japanese) as it is spoken in kana. */
export interface WrittenName {
  readonly written: string;
  readonly latin: string;
  readonly kana?: string;
}

/** What the generator knows about one culture: its names, its places and a mobile number range that is valid there. */
export interface Culture {
  readonly id: string;
  readonly country: string;
  readonly familyFirst: boolean;
  /** Between the parts of a full name; empty for Chinese, Japanese and Korean. */
  readonly joint: string;
  readonly female: readonly WrittenName[];
  readonly male: readonly WrittenName[];
  readonly family: readonly WrittenName[];
  /** Family names that change with gender (Russian, Polish, Czech, Greek) list the woman's form here, in the same order. */
  readonly familyFemale?: readonly WrittenName[];
  readonly cities: readonly string[];
  /** Dialling code, then the fixed start of a mobile number and how many digits follow. */
  readonly phone: readonly [code: string, start: string, digits: number];
}

/** Letters that do not fall apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  å: 'a',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
};

function latinised(text: string): string {
  let out = '';
  for (const letter of text.toLowerCase())
    out += LETTERS[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '');
  return out.replace(/[^a-z]/g, '');
}

function names(list: string): WrittenName[] {
  return list.split(' ').map((item) => {
    const [form = '', latin, kana] = item.split('/');
    const written = form.replaceAll('_', ' ');
    return { written, latin: latin ?? latinised(written), ...(kana === undefined ? {} : { kana }) };
  });
}

function culture(
  id: string,
  country: string,
  phone: Culture['phone'],
  lists: { f: string; m: string; l: string; lf?: string; cities: string },
  order: { familyFirst?: boolean; joint?: string } = {},
): Culture {
  return {
    id,
    country,
    phone,
    familyFirst: order.familyFirst ?? false,
    joint: order.joint ?? ' ',
    female: names(lists.f),
    male: names(lists.m),
    family: names(lists.l),
    ...(lists.lf === undefined ? {} : { familyFemale: names(lists.lf) }),
    cities: lists.cities.split(' ').map((city) => city.replaceAll('_', ' ')),
  };
}

const CJK = { familyFirst: true, joint: '' };

/** Every culture that the generator can speak, in the order in which `generatePeople` weighs them. */
export const CULTURES: readonly Culture[] = [
  culture('en-US', 'US', ['1', '415', 7], {
    f: 'Emma Olivia Ava Sophia Grace Hannah Chloe Madison Zoe Leah Naomi Ruth Claire Stella Hazel Nora Paige Audrey Maya Ivy',
    m: 'Liam Noah James Ethan Lucas Mason Owen Caleb Wyatt Henry Isaac Jack Levi Miles Nathan Oscar Theo Simon Reid Cole',
    l: 'Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin Thompson White Harris Clark Lewis Walker Young Allen King Wright Hill Baker Nelson Carter Mitchell Brooks',
    cities: 'San_Francisco Chicago Austin Seattle Boston Denver Portland Atlanta',
  }),
  culture('en-GB', 'GB', ['44', '7400', 6], {
    f: 'Amelia Isla Poppy Freya Florence Imogen Harriet Beatrice Rosie Phoebe Eleanor Niamh Bethan Fiona Gwen',
    m: 'Oliver George Harry Alfie Rupert Callum Ewan Rhys Hamish Toby Gareth Duncan Angus Nigel Graham',
    l: 'Ashworth Barker Blackwood Cartwright Dunmore Ellison Fairfax Greenwood Holloway Hughes MacLeod Pemberton Radcliffe Sinclair Thorne Whitaker O’Brien Lloyd-Jones Shaw Wells',
    cities: 'London Manchester Edinburgh Bristol Leeds Cardiff',
  }),
  culture('de', 'DE', ['49', '1512', 7], {
    f: 'Anna Lena Katharina Sabine Jürgen-Marie Greta Mia Johanna Käthe Ursula Heike Birgit Frieda Lotte Franziska Annegret',
    m: 'Jürgen Lukas Felix Götz Matthias Björn Karl-Heinz Jörg Uwe Stefan Tobias Moritz Hannes Rüdiger Emil Günther',
    l: 'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Krüger Größler von_Hagen Weiß Öztürk Lindemann',
    cities: 'Berlin Hamburg München Köln Leipzig Nürnberg Freiburg Düsseldorf',
  }),
  culture('fr', 'FR', ['33', '612', 6], {
    f: 'Camille Élodie Chloé Léa Manon Inès Margaux Aurélie Geneviève Hélène Océane Anaïs Solène',
    m: 'François Rémi Théo Hugo Benoît Jérôme Éric Gaël Loïc Maël Cédric Jean-Luc Étienne',
    l: 'Martin Bernard Dubois Lefèvre Moreau Laurent Girard Lemaître Fournier Bélanger Rousseau Garnier Chevalier Gauthier Périer d’Arcy Le_Goff',
    cities: 'Paris Lyon Marseille Toulouse Nantes Besançon',
  }),
  culture('es', 'ES', ['34', '612', 6], {
    f: 'Ana Lucía María Carmen Begoña Sofía Inés Nuria Pilar Rocío Ángela Montserrat',
    m: 'José Álvaro Iñigo Javier Raúl Martín Óscar Andrés Nicolás Joaquín Íker Sebastián',
    l: 'García_López Ruiz Muñoz_Peña Fernández Núñez Ibáñez Castaño Domínguez Vázquez Ortega Giménez Sáez Iglesias Morales',
    cities: 'Madrid Barcelona Sevilla Málaga A_Coruña Logroño',
  }),
  culture('it', 'IT', ['39', '347', 7], {
    f: 'Giulia Chiara Martina Francesca Alessia Noemi Beatrice Ilaria Donatella',
    m: 'Matteo Luca Niccolò Giuseppe Paolo Davide Enrico Gianluca Cesare',
    l: 'Rossi Bianchi Esposito Ricci Colombo De_Luca Ferrara Lombardi D’Angelo Marchetti Fontana Conti',
    cities: 'Roma Milano Torino Bologna Forlì Genova',
  }),
  culture('pt-BR', 'BR', ['55', '1198', 7], {
    f: 'Beatriz Luíza Mariana Débora Antônia Lívia Conceição Vitória',
    m: 'João Antônio Tiago Márcio Caetano Vinícius Otávio Luís',
    l: 'Silva Souza Araújo Gonçalves dos_Santos Brandão Magalhães Figueiredo Peixoto Simões Falcão',
    cities: 'São_Paulo Rio_de_Janeiro Brasília Curitiba Florianópolis',
  }),
  culture('nl', 'NL', ['31', '612', 6], {
    f: 'Sanne Femke Maaike Lotte Noor Marijke Daniëlle',
    m: 'Daan Sjoerd Bram Thijs Jeroen Gijs Reiñier',
    l: 'de_Vries van_den_Berg Bakker Visser ’t_Hart Dijkstra Hendriks Smeets Brouwer',
    cities: 'Amsterdam Utrecht Rotterdam Groningen Den_Haag',
  }),
  culture('sv', 'SE', ['46', '701', 6], {
    f: 'Åsa Elsa Maja Linnéa Ingrid Freja Saga',
    m: 'Björn Måns Göran Erik Hampus Örjan Nils',
    l: 'Åkesson Lindström Sjöberg Nyström Håkansson Öberg Bergqvist Ek',
    cities: 'Stockholm Göteborg Malmö Umeå Västerås',
  }),
  culture('da', 'DK', ['45', '20', 6], {
    f: 'Søs Mette Bodil Karen Signe Gry',
    m: 'Søren Jens Lærke-Bo Anders Rasmus Mads',
    l: 'Sørensen Kjær Møller Østergaard Bæk Nørgaard Holm',
    cities: 'København Aarhus Odense Aalborg',
  }),
  culture('fi', 'FI', ['358', '401', 6], {
    f: 'Aino Päivi Kaisa Anneli Sirpa',
    m: 'Väinö Jukka Pekka Eero Mikko',
    l: 'Mäkinen Virtanen Hämäläinen Lehtonen Räsänen Kärkkäinen',
    cities: 'Helsinki Tampere Jyväskylä Turku',
  }),
  culture('pl', 'PL', ['48', '512', 6], {
    f: 'Agnieszka Małgorzata Zofia Łucja Bożena Świętosława Joanna',
    m: 'Paweł Łukasz Grzegorz Michał Stanisław Zbigniew Jędrzej',
    l: 'Kowalski Wiśniewski Zieliński Dąbrowski Wójcik Szczęsny Król Piątek',
    lf: 'Kowalska Wiśniewska Zielińska Dąbrowska Wójcik Szczęsna Król Piątek',
    cities: 'Warszawa Kraków Łódź Gdańsk Wrocław',
  }),
  culture('cs', 'CZ', ['420', '602', 6], {
    f: 'Tereza Eliška Zdeňka Jiřina Barbora',
    m: 'Jiří Tomáš Ondřej Vojtěch Luboš',
    l: 'Novák Dvořák Černý Procházka Růžička Šťastný',
    lf: 'Nováková Dvořáková Černá Procházková Růžičková Šťastná',
    cities: 'Praha Brno Plzeň Ústí_nad_Labem',
  }),
  culture(
    'hu',
    'HU',
    ['36', '201', 6],
    {
      f: 'Zsófia Réka Ágnes Eszter Boglárka',
      m: 'László Gergő Ádám Zoltán Ödön',
      l: 'Nagy Kovács Szabó Tóth Horváth Kőszegi',
      cities: 'Budapest Győr Debrecen Szeged',
    },
    { familyFirst: true },
  ),
  culture('tr', 'TR', ['90', '532', 7], {
    f: 'Ayşe Gülşen Zeynep İpek Çiğdem Özlem',
    m: 'Oğuz Çağrı İsmail Mehmet Kıvanç Ümit',
    l: 'Yılmaz Şahin Çelik Öztürk Aydın Doğan Güneş',
    cities: 'İstanbul Ankara İzmir Eskişehir',
  }),
  culture(
    'vi',
    'VN',
    ['84', '901', 6],
    {
      f: 'Hương Ngọc Thảo Linh Hạnh',
      m: 'Dũng Tuấn Đức Quân Khánh',
      l: 'Nguyễn Trần Phạm Lê Đặng Hoàng',
      cities: 'Hà_Nội Đà_Nẵng Huế Cần_Thơ',
    },
    { familyFirst: true },
  ),
  culture('yo', 'NG', ['234', '803', 7], {
    f: 'Fúnmiláyọ̀ Adaeze Ngozi Yetunde Chiamaka',
    m: 'Chukwuemeka Olúwaṣeun Tunde Ifeanyi Babajide',
    l: 'Adéwálé Okonkwo Ọbáfẹ́mi Eze Adeyemi Nwosu',
    cities: 'Lagos Ibadan Abuja Enugu',
  }),
  culture('ru', 'RU', ['7', '916', 7], {
    f: 'Анна/anna Екатерина/ekaterina Ольга/olga Наталья/natalya Светлана/svetlana Юлия/yulia Ксения/ksenia',
    m: 'Иван/ivan Сергей/sergey Дмитрий/dmitry Алексей/alexey Михаил/mikhail Юрий/yury Фёдор/fedor',
    l: 'Иванов/ivanov Петров/petrov Сидоров/sidorov Кузнецов/kuznetsov Соловьёв/solovyov Щербаков/shcherbakov Жуков/zhukov',
    lf: 'Иванова/ivanova Петрова/petrova Сидорова/sidorova Кузнецова/kuznetsova Соловьёва/solovyova Щербакова/shcherbakova Жукова/zhukova',
    cities: 'Москва Санкт-Петербург Казань Новосибирск',
  }),
  culture('uk', 'UA', ['380', '50', 7], {
    f: 'Олена/olena Оксана/oksana Ірина/iryna Соломія/solomiya',
    m: 'Тарас/taras Богдан/bohdan Олексій/oleksii Андрій/andrii',
    l: 'Шевченко/shevchenko Коваленко/kovalenko Бойко/boiko Їжакевич/yizhakevych Ґудзь/gudz',
    cities: 'Київ Львів Харків Одеса',
  }),
  culture('el', 'GR', ['30', '694', 7], {
    f: 'Ελένη/eleni Μαρία/maria Κατερίνα/katerina Σοφία/sofia',
    m: 'Γιώργος/giorgos Νίκος/nikos Δημήτρης/dimitris Σπύρος/spyros',
    l: 'Παπαδόπουλος/papadopoulos Γεωργίου/georgiou Νικολάου/nikolaou Αλεξίου/alexiou',
    lf: 'Παπαδοπούλου/papadopoulou Γεωργίου/georgiou Νικολάου/nikolaou Αλεξίου/alexiou',
    cities: 'Αθήνα Θεσσαλονίκη Πάτρα',
  }),
  culture('ar', 'EG', ['20', '100', 7], {
    f: 'فاطمة/fatima مريم/maryam نور/nour ليلى/layla هدى/huda',
    m: 'محمد/mohamed أحمد/ahmed يوسف/youssef خالد/khaled عمر/omar',
    l: 'حسن/hassan إبراهيم/ibrahim عبد_الرحمن/abdelrahman السيد/elsayed منصور/mansour',
    cities: 'القاهرة الإسكندرية الجيزة',
  }),
  culture('he', 'IL', ['972', '50', 7], {
    f: 'נועה/noa תמר/tamar יעל/yael מיכל/michal',
    m: 'יוסף/yosef דוד/david אורי/uri איתן/eitan',
    l: 'כהן/cohen לוי/levi מזרחי/mizrahi פרידמן/friedman',
    cities: 'תל_אביב ירושלים חיפה',
  }),
  culture('hi', 'IN', ['91', '98', 8], {
    f: 'प्रिया/priya अंजलि/anjali सुनीता/sunita कविता/kavita',
    m: 'राहुल/rahul अमित/amit संजय/sanjay विक्रम/vikram',
    l: 'शर्मा/sharma गुप्ता/gupta सिंह/singh पटेल/patel वर्मा/verma',
    cities: 'दिल्ली मुंबई जयपुर पुणे',
  }),
  culture(
    'zh',
    'CN',
    ['86', '138', 8],
    {
      f: '秀英/xiuying 丽/li 静怡/jingyi 雨桐/yutong 芳/fang',
      m: '伟/wei 志强/zhiqiang 浩然/haoran 建国/jianguo 明/ming',
      l: '王/wang 李/li 张/zhang 刘/liu 陈/chen 欧阳/ouyang 赵/zhao',
      cities: '北京 上海 广州 成都',
    },
    CJK,
  ),
  culture(
    'ja',
    'JP',
    ['81', '903', 7],
    {
      f: '花子/hanako/ハナコ 美咲/misaki/ミサキ 陽菜/hina/ヒナ 恵子/keiko/ケイコ',
      m: '太郎/taro/タロウ 健一/kenichi/ケンイチ 大翔/hiroto/ヒロト 誠/makoto/マコト',
      l: '佐藤/sato/サトウ 鈴木/suzuki/スズキ 高橋/takahashi/タカハシ 田中/tanaka/タナカ 渡辺/watanabe/ワタナベ',
      cities: '東京 大阪 京都 札幌',
    },
    CJK,
  ),
  culture(
    'ko',
    'KR',
    ['82', '102', 7],
    {
      f: '지우/jiwoo 서연/seoyeon 민지/minji 수진/sujin',
      m: '민준/minjun 도윤/doyun 현우/hyunwoo 성호/sungho',
      l: '김/kim 이/lee 박/park 최/choi 정/jung',
      cities: '서울 부산 인천 대구',
    },
    CJK,
  ),
  culture('th', 'TH', ['66', '81', 7], {
    f: 'สมหญิง/somying มาลี/malee นารี/naree',
    m: 'สมชาย/somchai วิชัย/wichai อนันต์/anan',
    l: 'ใจดี/jaidee ศรีสุข/srisuk ทองคำ/thongkham',
    cities: 'กรุงเทพ เชียงใหม่ ภูเก็ต',
  }),
];
