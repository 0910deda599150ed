/** What a column means. `name`, `title`, `address`, `profession` and `place` are settled by the other columns of the file. */
export type Field =
  | 'full'
  | 'given'
  | 'middle'
  | 'family'
  | 'prefix'
  | 'suffix'
  | 'nickname'
  | 'phoneticGiven'
  | 'phoneticMiddle'
  | 'phoneticFamily'
  | 'phonetic'
  | 'email'
  | 'phone'
  | 'url'
  | 'im'
  | 'birthday'
  | 'birthYear'
  | 'birthMonth'
  | 'birthDay'
  | 'anniversary'
  | 'gender'
  | 'street'
  | 'extended'
  | 'poBox'
  | 'city'
  | 'region'
  | 'postcode'
  | 'country'
  | 'formatted'
  | 'organisation'
  | 'department'
  | 'jobTitle'
  | 'note'
  | 'category'
  | 'relation'
  | 'photo'
  | 'uid'
  | 'event'
  | 'custom'
  | 'label'
  | 'other'
  | 'skip'
  | 'name'
  | 'title'
  | 'address'
  | 'profession'
  | 'place';

/** Header words by meaning, normalised by `normalHeader`; `|` separates. A label may follow a field after `/`. */
const WORDS: Readonly<Record<string, string>> = {
  full: 'full name|display name|fullname|contact name|file as|anzeigename|vollständiger name|nom à afficher|nom complet|nombre completo|nombre para mostrar|nome completo|nome visualizzato|volledige naam|visningsnamn|visningsnavn|fullt navn|fullständigt namn|koko nimi|näyttönimi|imię i nazwisko|nazwa wyświetlana|celé jméno|teljes név|név|ad soyad|tam ad|фио|полное имя|отображаемое имя|повне ім я|ονοματεπώνυμο|الاسم الكامل|שם מלא|पूरा नाम|氏名|お名前|名前|表示名|姓名|联系人|显示名称|聯絡人|성명|이름 전체|ชื่อเต็ม|họ và tên|họ tên|nama lengkap',
  given:
    'first name|firstname|first|given name|givenname|forename|vorname|prénom|prenom|nombres|primer nombre|primeiro nome|nome próprio|voornaam|förnamn|fornavn|etunimi|imię|imie|jméno|křestní jméno|meno|keresztnév|utónév|adı|ad|prenume|ime|имя|ім я|име|όνομα|الاسم الأول|שם פרטי|पहला नाम|名|名字|이름|ชื่อ|tên|nama depan',
  middle:
    'middle name|additional name|middle|weitere vornamen|2 vorname|zweiter vorname|deuxième prénom|segundo nombre|secondo nome|nome do meio|tussenvoegsel|mellannamn|mellomnavn|mellemnavn|toinen nimi|drugie imię|prostřední jméno|ikinci ad|отчество|по батькові|ミドル|ミドル ネーム|中间名|tên đệm',
  family:
    'last name|lastname|last|family name|familyname|surname|nachname|familienname|zuname|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|último nome|achternaam|efternamn|etternavn|efternavn|sukunimi|nazwisko|příjmení|priezvisko|vezetéknév|családnév|soyadı|soyad|nume de familie|prezime|priimek|фамилия|прізвище|επώνυμο|επίθετο|اسم العائلة|الكنية|שם משפחה|उपनाम|姓|姓氏|성|นามสกุล|họ|nama belakang',
  name: 'name|nom|nombre|nome|naam|namn|navn|nimi|nazwa|název|názov|nume|isim|название|имя контакта|الاسم|שם|नाम|nama',
  prefix:
    'name prefix|honorific|prefix|anrede|salutation|civilité|tratamiento|tratamento|aanhef|敬称|titulo honorifico|titel anrede',
  suffix: 'name suffix|suffix|suffixe|sufijo|sufixo|suffisso|achtervoegsel|namenszusatz',
  nickname:
    'nickname|nick name|nick|alias|spitzname|surnom|pseudo|apodo|soprannome|bijnaam|smeknamn|kallenavn|kaldenavn|kutsumanimi|pseudonim|přezdívka|becenév|takma ad|псевдоним|прозвище|ニックネーム|昵称|별명|short name',
  phoneticGiven:
    'phonetic first name|given name yomi|given yomi|first name phonetic|名前フリガナ|名フリガナ|ふりがな 名',
  phoneticMiddle: 'phonetic middle name|additional name yomi',
  phoneticFamily:
    'phonetic last name|family name yomi|surname yomi|last name phonetic|姓フリガナ|ふりがな 姓',
  phonetic: 'yomi name|name yomi|phonetic name|フリガナ|ふりがな|よみがな',
  email:
    'e mail|email|mail|e mail address|email address|mail address|primary email|secondary email|alternate email|email value|e mail adresse|mailadresse|emailadresse|primäre e mail adresse|sekundäre e mail adresse|e mail adresse adresse|e mail adresse 1|adresse électronique principale|adresse électronique secondaire|adresse électronique|adresse e mail|adresse email|adresse de messagerie|adresse mail|courriel|mél|correo|correo electrónico|correo electronico|dirección de correo electrónico|dirección del correo electrónico|e mail adresse|indirizzo e mail|indirizzo email|posta elettronica|endereço de e mail|endereço de email|correio eletrônico|correio electrónico|e mailadres|emailadres|e postadress|e post|e postadresse|epost|e mailadresse|sähköposti|sähköpostiosoite|adres e mail|adres email|e mailová adresa|e mail cím|email cím|e posta|e posta adresi|eposta|adresă de e mail|электронная почта|адрес электронной почты|почта|эл почта|электронна пошта|електронна пошта|адреса електронної пошти|имейл|ηλεκτρονική διεύθυνση|ηλεκτρονικό ταχυδρομείο|البريد الإلكتروني|بريد إلكتروني|דואר אלקטרוני|דוא ל|אימייל|ईमेल|電子メール|電子メール アドレス|メール|メールアドレス|メール アドレス|电子邮件|电子邮箱|邮箱|邮件地址|电子邮件地址|電子郵件|電子郵件地址|이메일|전자 메일|전자 메일 주소|อีเมล|thư điện tử|địa chỉ email|surel|e mail adress',
  phone:
    'phone|phone number|telephone|telephone number|tel|telefon|telefonnummer|tel nr|rufnummer|téléphone|telephone fixe|numéro de téléphone|teléfono|telefono|número de teléfono|numero di telefono|telefone|número de telefone|telefoon|telefoonnummer|puhelin|puhelinnumero|numer telefonu|telefonní číslo|telefonszám|telefon numarası|număr de telefon|телефон|номер телефона|номер телефону|τηλέφωνο|هاتف|رقم الهاتف|טלפון|מספר טלפון|फ़ोन|फोन|電話|電話番号|电话|电话号码|電話號碼|전화|전화 번호|전화번호|โทรศัพท์|điện thoại|số điện thoại|telepon|teléfono principal',
  'phone/mobile':
    'mobile|mobile phone|mobile number|cell|cell phone|cellphone|cellular|mobiltelefon|mobil|handy|handynummer|mobilnummer|mobil tel nr|tel mobile|portable|téléphone mobile|téléphone portable|mobile téléphone|móvil|teléfono móvil|celular|telefone celular|telemóvel|cellulare|telefono cellulare|mobiel|mobiele telefoon|mobiltelefonnummer|matkapuhelin|telefon komórkowy|komórka|mobilní telefon|mobiltelefonszám|cep telefonu|cep|мобильный|мобильный телефон|моб телефон|мобільний|мобільний телефон|κινητό|κινητό τηλέφωνο|جوال|الجوال|هاتف محمول|נייד|טלפון נייד|मोबाइल|携帯電話|携帯|手机|移动电话|手機|行動電話|휴대폰|휴대 전화|휴대전화|มือถือ|di động|ponsel',
  'phone/main':
    'primary phone|company main phone|main phone|haupttelefon|telefon firma|téléphone principal|téléphone société|número de centralita de la organización|会社代表電話|通常の電話|primary',
  'phone/car': 'car phone|autotelefon|téléphone voiture|自動車電話',
  'phone/pager':
    'pager|pager number|pager nummer|récepteur de radiomessagerie|buscapersonas|ポケットベル|радиотелефон',
  'phone/fax': 'fax|fax number|fax nummer|faxnummer|télécopie|fax phone|会社 fax|факс|φαξ|فاكس|פקס|传真|팩스',
  'phone/home':
    'home phone|tel privat|telefon privat|tél personnel|téléphone domicile|particular|自宅電話|домашний телефон',
  'phone/work':
    'work phone|business phone|tel dienstlich|telefon geschäftlich|tél professionnel|会社電話|рабочий телефон',
  'phone/other':
    'radio phone|callback|isdn|telex|tty tdd phone|weiteres telefon|other phone|otro teléfono|その他の電話|yahoo phone|rückmeldung|rappel|rnis|télex|radioteléfono|devolución de llamada|telefon für hörbehinderte|téléphone tdd tty|número de teletipo|radio téléphone|コールバック|無線電話|テレックス|tty tdd',
  url: 'url|website|web site|web page|webpage|homepage|home page|web|webseite|web seite|internetseite|page web|site web|site internet|página web|pagina web|página web personal|página web de la organización|sitio web|sito web|site|webbplats|webbsida|hjemmeside|nettsted|verkkosivu|strona www|strona internetowa|webová stránka|weboldal|web sayfası|веб сайт|сайт|веб страница|вебсайт|ιστοσελίδα|الموقع|אתר|वेबसाइट|web ページ|ウェブサイト|网站|网页|網站|웹 페이지|웹사이트|เว็บไซต์|trang web|personal web page|personal website|business website|linkedin|linkedin url|profile url',
  im: 'im|im address|imaddress|messenger|messenger id|screen name|messenger name|nom de l écran|instant messenger|skype|skype id|icq|icq id|irc id|google id|msn id|aim id|qq id|jabber|chat|telegram|whatsapp',
  birthday:
    'birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum|anniversaire|date de naissance|cumpleaños|fecha de nacimiento|compleanno|data di nascita|aniversário|data de nascimento|verjaardag|geboortedatum|födelsedag|födelsedatum|fødselsdag|fødselsdato|bursdag|syntymäpäivä|syntymäaika|urodziny|data urodzenia|narozeniny|datum narození|születésnap|születési dátum|doğum günü|doğum tarihi|data nașterii|день рождения|дата рождения|день народження|дата народження|γενέθλια|ημερομηνία γέννησης|تاريخ الميلاد|عيد ميلاد|יום הולדת|תאריך לידה|जन्मदिन|जन्म तिथि|誕生日|生年月日|生日|出生日期|생일|생년월일|วันเกิด|ngày sinh|tanggal lahir',
  birthYear: 'birth year|geburtsjahr|année de naissance|año de nacimiento|anno di nascita',
  birthMonth: 'birth month|geburtsmonat|mois|mois de naissance|mes de nacimiento|mese di nascita',
  birthDay: 'birth day|jour|jour de naissance|día de nacimiento|giorno di nascita',
  anniversary:
    'anniversary|jahrestag|hochzeitstag|anniversaire de mariage ou fête|aniversario|anniversario|記念日|годовщина|wedding anniversary',
  gender:
    'gender|sex|geschlecht|sexe|género|sexo|sesso|geslacht|kön|køn|sukupuoli|płeć|pohlaví|cinsiyet|пол|стать|φύλο|الجنس|מין|性別|性别|성별',
  street:
    'street|street address|strasse|straße|straße hausnummer|strasse nr|rue|calle|via|indirizzo via|rua|straat|gata|gade|gate|katuosoite|ulica|utca|sokak|улица|οδός|شارع|רחוב|番地|住所|住所 町名番地|街道|도로명|address street|addr|adresse 1',
  address:
    'address|postal address|mailing address|adresse|anschrift|dirección|direccion|indirizzo|endereço|morada|adres|adress|osoite|adresa|cím|адрес|адреса|διεύθυνση|العنوان|כתובת|पता|地址|주소|ที่อยู่|địa chỉ|alamat',
  extended:
    'extended address|address extended address|adresszusatz|complément d adresse|apartment|address line|adresszeile',
  poBox:
    'po box|p o box|post office box|address po box|postfach|weiteres postfach|b p|boîte postale|autre boîte postale|apartado postal de la dirección|apartado postal|otro apartado postal|自宅住所私書箱|会社住所私書箱|その他住所私書箱',
  city: 'city|town|locality|ort|wohnort|stadt|ville|ciudad|localidad|città|citta|cidade|localidade|plaats|woonplaats|stad|by|poststed|kaupunki|postitoimipaikka|miasto|miejscowość|město|mesto|város|şehir|il|oraș|город|місто|πόλη|المدينة|עיר|शहर|市町村|市区町村|城市|도시|เมือง|thành phố|kota',
  region:
    'state|province|region|state province|county|bundesland|bundesland kanton|kanton|weiteres r bundesland kanton|dép région|département|provincia o estado|provincia|estado|estado o provincia|otra provincia o estado|provincie|län|fylke|maakunta|województwo|kraj|megye|il ilçe|область|регион|νομός|المنطقة|מחוז|राज्य|都道府県|省|省份|州|시 도|จังหวัด|tỉnh',
  postcode:
    'zip|zip code|zipcode|postal code|post code|postcode|plz|postleitzahl|code postal|código postal|codigo postal|cap|cep postal|codice postale|postcode nl|postnummer|postinumero|kod pocztowy|psč|irányítószám|posta kodu|cod poștal|индекс|почтовый индекс|поштовий індекс|ταχυδρομικός κώδικας|τ κ|الرمز البريدي|מיקוד|पिन कोड|郵便番号|邮编|邮政编码|郵遞區號|우편 번호|우편번호|รหัสไปรษณีย์|mã bưu chính|kode pos',
  country:
    'country|country region|nation|land|land region|weiteres e land region|pays|pays région|país|pais|país o región|país región|otro país o región|paese|nazione|maa|kraj państwo|państwo|země|krajina|ország|ülke|ülke bölge|țara|страна|країна|χώρα|البلد|الدولة|מדינה|ארץ|देश|国|国 地域|地域|国家|國家|국가|ประเทศ|quốc gia|negara',
  formatted: 'address formatted|full address',
  organisation:
    'company|company name|organization|organisation|organization name|associated company|employer|firma|firmenname|unternehmen|arbeitgeber|société|entreprise|organización|empresa|compañía|compania|società|azienda|organizzazione|ditta|organização|bedrijf|organisatie|företag|virksomhed|bedrift|firmanavn|yritys|przedsiębiorstwo|organizacja|společnost|spoločnosť|cég|cégnév|şirket|kurum|companie|компания|организация|компанія|організація|εταιρεία|الشركة|חברה|कंपनी|会社名|会社|勤務先|公司|单位|公司名称|회사|บริษัท|công ty|perusahaan',
  department:
    'department|organization department|abteilung|service|départment|département service|departamento|dipartimento|reparto|afdeling|avdelning|avdeling|osasto|dział|oddělení|osztály|departman|отдел|відділ|τμήμα|القسم|מחלקה|विभाग|部署|部门|部門|부서',
  jobTitle:
    'job title|jobtitle|position|organization title|occupation title|role|arbeitstitel|funktion|stellenbezeichnung|poste|fonction|puesto|cargo|qualifica|posizione|functie|functietitel|jobbtitel|jobtitel|stilling|stillingsbetegnelse|tehtävänimike|stanowisko|pozice|funkce|beosztás|iş unvanı|ünvan|unvan|funcție|должность|посада|θέση|المسمى الوظيفي|תפקיד|पद|役職|职务|职位|職稱|직함|직책|ตำแหน่ง|chức vụ|jabatan',
  title: 'title|titre|titel|título|titulo|titolo|肩書き|tytuł|titul',
  profession:
    'profession|occupation|beruf|profesión|professione|profissão|beroep|yrke|ammatti|zawód|povolání|meslek|профессия|職業',
  note: 'note|notes|comments|comment|memo|remarks|notizen|notiz|bemerkung|bemerkungen|anmerkung|kommentar|remarque|remarques|commentaires|notas|nota|comentarios|observaciones|observações|notities|opmerkingen|anteckningar|noter|notater|muistiinpanot|uwagi|notatki|poznámka|poznámky|megjegyzés|notlar|заметки|примечание|примечания|комментарий|нотатки|σημειώσεις|ملاحظات|הערות|टिप्पणी|メモ|備考|备注|備註|메모|หมายเหตุ|ghi chú|catatan',
  category:
    'categories|category|group|groups|group membership|labels|label|tags|tag|kategorien|kategorie|gruppe|gruppen|schlagworte|catégories|catégorie|groupe|groupes|étiquettes|categorías|categoría|grupo|grupos|etiquetas|categorie|gruppo|gruppi|categorias|groep|categorieën|kategorier|grupp|luokat|ryhmä|grupa|kategoria|skupina|csoport|kategoriler|grup|категории|категория|группа|группы|категорії|група|κατηγορίες|الفئات|קטגוריות|分類|グループ|类别|分组|群組|범주|그룹',
  'relation/spouse': 'spouse|partner|conjoint e|ehepartner|cónyuge|coniuge|配偶者|супруг',
  'relation/child': 'children|kinder|enfants|hijos|子供',
  'relation/manager':
    'manager s name|managers name|manager|name des der vorgesetzten|vorgesetzter|responsable|nombre del director|マネージャー|руководитель',
  'relation/assistant':
    'assistant s name|assistants name|assistant|name assistent|nom de l assistant e|秘書の氏名',
  photo: 'photo|picture|photo url|avatar|image url',
  uid: 'uid|id 番号 内部|contact id|record id',
  other:
    'assistant s phone|telefon assistent|téléphone de l assistant e|秘書の電話|referred by|empfohlen von|recommandé par|remitido por|参照事項|contact owner|owner|lead status|lifecycle stage|create date|last activity date|connected on|office location|office|büro|ubicación de la oficina|事業所|location internal|schools|hobby|hobbies|aficiones|passe temps|趣味|language|sprache|langue|言語|initials|initialen|initiales|イニシャル|account|konto|compte|アカウント|billing information|abrechnungsinformation|informations facturation|facturación|経費情報|mileage|reisekilometer|kilométrage|kilometraje|支払い条件|keywords|stichwörter|mots clés|キーワード|government id number|regierungsnr|code gouvernement|organizational id number|organisationsnr|numéro d identification de l organisation|会社 id|id 番号|user|benutzer|utilisateur|usuario|ユーザー|custom|benutzerdef|divers|member rating|optin time|optin ip|confirm time|confirm ip|latitude|longitude|gmtoff|dstoff|timezone|cc|leid|euid|last changed|unsub time|unsub campaign title|unsub campaign id|unsub reason|unsub reason other|clean time|clean campaign title|billing|distribution lists|company yomi|会社名フリガナ|maiden name|occupation internal|subject|directory server|verzeichnisserver|serveur d annuaire|servidor de directorio|ディレクトリサーバー|cal uri|wants html|connected|ldap',
  skip: 'internet free busy|internet frei gebucht|disponibilité internet|インターネット空き時間情報|priority|priorität|priorité|prioridad|優先度|private|privat|privé|プライベート|sensitivity|vertraulichkeit|critère de diffusion|confidencialidad|秘密度|e mail type|e mail typ|type de messagerie|tipo de correo electrónico|電子メールの種類|電子メール の種類|e mail display name|e mail angezeigter name|nom complet de l adresse de messagerie|nombre de pantalla de correo electrónico|電子メール表示名|電子メール 表示名|emplacement|場所|last 4|e mail 2 type',
};

/** Words that tell where something belongs; taken off before a header is looked up. */
const PLACES: Readonly<Record<string, string>> = {
  home: 'home private privat privé privée personal personnel personnelle particular personale privada privado domicile domicilio domiciliar residencia residencial casa hogar thuis hem hjem koti dom domowy domowa domovní otthoni ev домашний домашняя домашній προσωπικό 自宅 家庭 집 privat privata privater residenza abitazione',
  work: 'work business office geschäftlich dienstlich arbeit beruflich professionnel professionnelle bureau trabajo laboral lavoro ufficio trabalho comercial werk zakelijk arbete jobb arbejde työ praca służbowy služby práce munkahelyi iş рабочий рабочая робочий служебный εργασίας 会社 公司 工作 회사 company',
  other:
    'other weitere weiterer weiteres andere autre otra otro altro outro overig annan anden muu inny inne jiný egyéb diğer другой другая інший その他 その他の 其他 기타',
};

/** Words that say nothing: articles, "of", "number". */
const FILLERS = new Set(
  'the of del de la le les du des der die das el di da do dos nr no number num - and et und y e o or hlavní primary main haupt'.split(
    ' ',
  ),
);

const FIELD_BY_WORD = new Map<string, { field: Field; label?: string }>();
for (const [key, words] of Object.entries(WORDS)) {
  const [field = '', label] = key.split('/');
  // Safe: the keys above are fields, or a field and a label; the test of this file reads each of them.
  const entry = label === undefined ? { field: field as Field } : { field: field as Field, label };
  for (const word of words.split('|')) FIELD_BY_WORD.set(normalHeader(word), entry);
}
// "Provincia o estado de trabajo" is looked up without its "o" too.
for (const [word, entry] of [...FIELD_BY_WORD]) {
  const bare = word
    .split(' ')
    .filter((part) => !FILLERS.has(part))
    .join(' ');
  if (bare !== '' && !FIELD_BY_WORD.has(bare)) FIELD_BY_WORD.set(bare, entry);
}
const PLACE_BY_WORD = new Map<string, string>();
for (const [place, words] of Object.entries(PLACES))
  for (const word of words.split(' ')) PLACE_BY_WORD.set(word, place);

/** A header cell for comparison: lower case, one space for each run of anything but letters and digits. */
export function normalHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** What one header cell says by itself. */
export interface HeaderWord {
  readonly field: Field;
  readonly label?: string;
  /** The number in `E-mail 2`, 1 without one. */
  readonly number: number;
}

/**
 * Looks a header cell up in the dictionary, with and without its number and its place.
 *
 * @example headerWord('Straße geschäftlich 2') // { field: 'street', label: 'work', number: 2 }
 */
export function headerWord(text: string): HeaderWord | undefined {
  const normal = normalHeader(text);
  const exact = FIELD_BY_WORD.get(normal);
  if (exact !== undefined) return { ...exact, number: 1 };
  let number = 1;
  let place: string | undefined;
  const rest: string[] = [];
  const plain: string[] = [];
  for (const part of normal.split(' ')) {
    const digits = /^(\p{L}*?)(\d{1,2})$/u.exec(part);
    if (digits !== null) number = Number(digits[2]);
    const word = digits === null ? part : (digits[1] ?? '');
    if (word === '') continue;
    plain.push(word);
    const found = PLACE_BY_WORD.get(word);
    if (found !== undefined) place ??= found;
    else if (!FILLERS.has(word)) rest.push(word);
  }
  const numbered = FIELD_BY_WORD.get(plain.join(' '));
  if (numbered !== undefined) return { ...numbered, number };
  const bare = FIELD_BY_WORD.get(rest.join(' '));
  if (bare === undefined) return undefined;
  const label = place !== undefined && bare.label === 'fax' ? `${place} fax` : (bare.label ?? place);
  return label === undefined ? { field: bare.field, number } : { field: bare.field, label, number };
}
