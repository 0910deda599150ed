/** Header words of the Slavic languages; `scripts/header-words.mjs` says how they are written. */
export const SLAVIC: Readonly<Record<string, string>> = {
  pl: `
given imię|imiona
middle drugie imię
family nazwisko
full imię i nazwisko|nazwa wyświetlana|wyświetlana nazwa|pełna nazwa|nazwisko i imię
name nazwa|kontakt
suffix sufiks
nickname pseudonim|ksywka
email e mail|email|mail|dodatkowy e mail|poczta e mail|poczta elektroniczna|adres e mail
phone telefon|numer telefonu|tel
mobile telefon komórkowy|komórka|numer telefonu komórkowego|kom|nr komórki
main główny telefon do firmy
car telefon w samochodzie
pager pager
fax faks|fax|numer faksu
otherPhone wywołanie zwrotne|radiotelefon|telefon tty tdd|teleks
url strona www|strona internetowa|strona sieci web|www
im komunikator aim|komunikator|gadu gadu|gg
birthday urodziny|data urodzenia|data ur
birthYear urodziny rok|rok urodzenia
birthMonth urodziny miesiąc|miesiąc urodzenia
birthDay urodziny dzień|dzień urodzenia
anniversary rocznica
gender płeć
street ulica
address adres|adres pocztowy
poBox skrzynka pocztowa
city miejscowość|miasto
region województwo
postcode kod pocztowy|kod
country kraj|kraj region|państwo|kraj państwo
organisation firma|organizacja|przedsiębiorstwo|firma organizacja|nazwa firmy
department dział
jobTitle stanowisko
title tytuł
profession zawód
note notatki|uwagi|notatka|komentarz
category kategorie|kategoria|grupa|grupy|etykiety
spouse współmałżonek|małżonek
child dzieci
other osoba polecająca|lokalizacja biura|lokalizacja|hobby|język|inicjały|konto|informacje rozliczeniowe|przebieg|słowa kluczowe|pesel|numer ewidencyjny w organizacji|użytkownik|informacja|serwer adresowy
skip priorytet|prywatne|charakter|typ e mail|rodzaj e mail|typ poczty e mail|wyświetlana nazwa e mail|nazwa wyświetlana e mail
outlook internetowe informacje wolny zajęty
aide asystenta|asystent
boss menedżer|przełożony|kierownik
home domowy|domowa|dom|prywatny|prywatna
work służbowy|służbowa|praca|firmowy|firmowa|biuro
elsewhere inny|inna|inne
main! podstawowy|główny
drop do|w|i|numer|nr`,
  cs: `
given jméno|křestní jméno
middle 2 křestní jméno|prostřední jméno|druhé jméno
family příjmení
full celé jméno|zobrazované jméno|jméno a příjmení|příjmení a jméno
name název|kontakt
suffix za příjmením|přípona
nickname přezdívka
email e mail|email|mail|e mailová adresa|emailová adresa|první e mail|druhý e mail
phone telefon|telefonní číslo|tel|číslo telefonu
mobile mobil|mobilní číslo|mobilní telefon
main telefon společnosti|primární telefon
car telefon do auta
pager operátor|číslo na pager
fax fax|faxové číslo
otherPhone zpětné volání|pro neslyšící|dálnopis|radiotelefon
url webová stránka|web|www|webové stránky
birthday narozeniny|datum narození
birthYear rok narození
birthMonth měsíc narození
birthDay den narození
anniversary výročí
gender pohlaví
street ulice
address adresa
poBox poštovní přihrádka
city město|obec
region kraj|okres|země zam
postcode psč|poštovní směrovací číslo
country země|stát
organisation společnost|firma|organizace
department oddělení
jobTitle funkce|pozice|pracovní pozice
title titul
profession profese|povolání
note poznámky|poznámka
category kategorie|skupina|skupiny|štítky
spouse manžel manželka|manžel|partner
child děti
skip priorita|soukromé|utajení|typ e mailu|zobrazované jméno e mailu
outlook informace o volném čase v síti internet
aide asistenta|asistent
boss správce|nadřízený
home domů|dom|domácí|bydliště|soukromý
work zaměstnání|zam|práce|pracovní|firemní
elsewhere jiný|jiná|jiné|ostatní
main! primární|hlavní
drop do|a|na|číslo`,
  sk: `
given krstné meno|meno
middle ďalšie meno|stredné meno
family priezvisko
full celé meno|zobrazované meno|meno a priezvisko
name názov|kontakt
suffix prípona
nickname prezývka
email e mail|email|mail|e mailová adresa|emailová adresa|sekundárny e mail
phone telefón|telefónne číslo|tel
mobile mobilný telefón|mobil|mobilné číslo
main hlavný telefón spoločnosti
car autotelefón
pager operátor
fax fax
otherPhone spätné volanie|rádiotelefón|telefón tty ttd
url webová stránka|web
birthday narodeniny|dátum narodenia
birthYear rok narodenia
birthMonth mesiac narodenia
birthDay deň narodenia
anniversary výročie
gender pohlavie
street ulica
address adresa
poBox p o box
city mesto|obec
region okres|kraj
postcode psč
country krajina|krajina oblasť|štát
organisation spoločnosť|firma|organizácia
department oddelenie
jobTitle funkcia|pozícia
title titul
profession profesia|povolanie
note poznámky|poznámka
category kategórie|skupina|skupiny
spouse manžel ka|manžel
child deti
skip priorita|súkromné|citlivosť|typ e mailu|zobrazované meno príjemcu e mailu
outlook informácie o voľnom čase na internete
aide asistenta|asistent
boss manažéra|manažér|nadriadený
home domov|domáci|trvalého bydliska|bydliska
work práca|práce|pracoviska|pracovný|spoločnosti
elsewhere iný|iná|iné|prechodného
main! primárny|hlavný
drop do|alebo|číslo`,
  hr: `
given ime
middle srednje ime
family prezime
full ime i prezime|prikazno ime|ime za prikaz|puno ime
name naziv|kontakt
suffix sufiks
nickname nadimak
email adresa e pošte|e pošta|e mail|email|mail|elektronička pošta|e adresa|primarna e pošta|e mail adresa
phone telefon|broj telefona|telefonski broj|tel
mobile mobitel|mobilni|broj mobitela|mob|mobilni telefon
main telefonski broj centrale tvrtke|glavni telefon kompanije|primarni telefon
car automobilski telefon|telefon u automobilu
pager javljač|dojavljivač|pejdžer
fax faks|fax|telefaks
otherPhone povratni poziv|tekstualni telefon|radijski telefon|radio telefon
url web stranica|veb stranica|internet stranica
birthday rođendan|datum rođenja
birthYear godina rođenja
birthMonth mjesec rođenja|mesec rođenja
birthDay dan rođenja
anniversary obljetnica|godišnjica
gender spol|pol
street ulica
address adresa
poBox poštanski pretinac|poštanski fah
city grad|mjesto|mesto
region savezna država|županija|regija
postcode poštanski broj
country država|država regija|država region|zemlja
organisation tvrtka|kompanija|organizacija|firma|preduzeće|poduzeće
department odjel|odeljenje|odjeljenje
jobTitle poslovna titula|radno mjesto|radno mesto|pozicija|položaj
title titula|zvanje
profession zanimanje|profesija
note bilješke|beleške|napomena|napomene
category kategorije|kategorija|grupa|grupe|skupina
spouse supružnik
child djeca|deca
skip prioritet|privatno|osjetljivost|stepen poverljivosti|vrsta e pošte|tip e pošte|tip e poruke|prikazano ime e pošte|ime za prikaz za e poštu
outlook internetsko objavljivanje zauzetosti|zauzetost na internetu
aide pomoćnika|pomoćnikov|pomoćnik|asistent
boss rukovoditelja|direktora|nadređeni|menadžer
home kućna|kućni|kući|kuće|privatni|matična
work službena|službeni|posao|poslu|posla|poslovanja|poslovni|firme|kompanije
elsewhere druga|drugi|drugo|ostalo
main! primarni|glavni
drop kod|na|i|za|broj`,
  sr: `
given име
middle средње име
family презиме
full име и презиме|име за приказ|пуно име
name назив|контакт
nickname надимак
email е пошта|имејл|е маил|адреса е поште|електронска пошта|мејл
phone телефон|број телефона
mobile мобилни|број мобилног
fax факс
url веб страница|веб сајт
birthday рођендан|датум рођења
birthYear година рођења
birthMonth месец рођења
birthDay дан рођења
gender пол
street улица
address адреса
city град|место
region регион|област
postcode поштански број
country држава|земља
organisation организација|фирма|предузеће|компанија
department одељење
jobTitle радно место|положај|звање
title титула
note белешке|напомена|напомене
category категорије|група|групе
home кућни|кућна|кућа|код куће
work посао|пословни|пословна|на послу
elsewhere други|друга|остало
drop на|код|број`,
  sl: `
given ime
middle drugo ime|srednje ime
family priimek
full polno ime|prikazno ime|ime in priimek|ime za prikaz
name naziv|stik
suffix pripona
nickname vzdevek
email e poštni naslov|e pošta|elektronska pošta|e naslov|e mail
phone telefon|telefonska številka|tel
mobile prenosni telefon|mobilni telefon|mobitel|mobilna številka|gsm
main centrala podjetja|primarni telefon
pager pozivnik
fax faks|telefaks
otherPhone povratni klic|radijski telefon
url spletna stran|spletno mesto
birthday rojstni dan|datum rojstva
birthYear leto rojstva
birthMonth mesec rojstva
birthDay dan rojstva
anniversary obletnica
gender spol
street ulica
address naslov
poBox poštni predal
city kraj|mesto
region zvezna država|regija|pokrajina
postcode poštna številka
country država|država regija
organisation podjetje|organizacija
department oddelek
jobTitle naziv1|delovno mesto|položaj
title naziv
profession poklic
note opombe|opomba
category zvrsti|kategorije|skupina|skupine
spouse zakonec
child podrejeni|otroci
skip prioriteta|zasebno|občutljivost|vrsta e pošte|e poštno ime za prikaz
outlook internetni prosti zasedeni čas
aide pomočnik|pomočnikov
boss direktor|nadrejeni|vodja
home domači|domača|doma
work službeni|službena|služba|delo
elsewhere drugi|druga|drugo
main! primarni|glavni
drop številka`,
  mk: `
given име
family презиме
full име и презиме|целосно име|прикажано име
name назив|контакт
nickname прекар
email е пошта|електронска пошта|имејл|е маил
phone телефон|телефонски број
mobile мобилен
fax факс
url веб страница|веб сајт
birthday роденден|датум на раѓање
gender пол
street улица
address адреса
city град
region регион|покраина
postcode поштенски број|поштенски код
country земја|држава
organisation организација|фирма|компанија
department оддел
jobTitle работно место|позиција
title титула
note белешки|забелешка
category категории|група
home домашен|дома|дом
work работен|работа|службен
elsewhere друг|друга|друго
drop на|за|број`,
  bg: `
given собствено име|първо име
middle бащино име|презиме
family фамилно име|фамилия
full пълно име|показвано име|име и фамилия
name име|контакт
prefix обръщение
suffix суфикс
nickname псевдоним|прякор
email имейл|ел поща|електронна поща|е мейл|имейл адреса|допълнителен имейл
phone телефон|телефонен номер|тел
mobile мобилен|gsm
main основен телефон на фирмата
car автомобилен телефон
pager пейджър
fax факс
otherPhone обратно повикване|радиотелефон|телекс
url уеб страница|уеб сайт|интернет страница
birthday рожден ден|дата на раждане
birthYear година на раждане
birthMonth месец на раждане
birthDay ден на раждане
anniversary годишнина
gender пол
street улица
address адрес
poBox пощенска кутия
city град|населено място
region област
postcode пощенски код
country страна регион|страна|държава
organisation фирма|организация|компания
department отдел
jobTitle длъжност|позиция
title титла
profession професия
note бележки|бележка
category категории|група|групи
spouse съпруг а|съпруг
child деца
skip приоритет|лично|конфиденциалност|тип имейл|показвано име в имейл
outlook сведения за достъп в интернет
aide помощника|асистент
boss ръководителя|ръководител|мениджър
home домашен|домашна|дом|дома
work служебен|служебна|сл|служ|работен|работа
elsewhere друг|друга|друго
main! основен
drop на|за|или|номер`,
  ru: `
given имя
middle отчество
family фамилия
full фио|ф и о|полное имя|отображаемое имя|имя и фамилия|фамилия имя|фамилия имя отчество|имя контакта
name название|наименование|контакт
prefix обращение
suffix суффикс
nickname псевдоним|прозвище|ник|никнейм
email электронная почта|адрес электронной почты|альтернативный адрес электронной почты|почта|эл почта|эл почты|е мейл|емейл|имейл|e mail|email|мейл|эл адрес|электронный адрес
phone телефон|номер телефона|тел|телефоны|городской телефон|номер
mobile мобильный|номер мобильного телефона|телефон переносной|сотовый|моб|мобильник
main основной телефон организации
car телефон в машине
pager пейджер|номер пейджера
fax факс|номер факса
otherPhone обратный вызов|радиотелефон|телетайп телефон с титрами|телекс|добавочный
url веб страница|веб сайт|сайт|интернет страница|вебсайт|домашняя страница
im интернет пейджер|аська|icq|скайп|телеграм|вконтакте|мессенджер
birthday день рождения|дата рождения|др
birthYear год рождения
birthMonth месяц рождения
birthDay день рождения день
anniversary годовщина
gender пол
street улица|улица дом
address адрес|почтовый адрес
poBox почтовый ящик|абонентский ящик
city город|населенный пункт
region область|регион|край|область край
postcode индекс|почтовый индекс|почтовый код
country страна|страна или регион
organisation организация|компания|фирма|место работы|предприятие
department отдел|подразделение
jobTitle должность
title титул
profession профессия
note заметки|примечание|примечания|комментарий|заметка
category категории|категория|группа|группы|метки
spouse супруг а|супруг|супруга
child дети
photo фото|фотография
other кем предложено|расположение комнаты|расположение|хобби|язык|инициалы|счет|счета|расстояние|ключевые слова|код организации|личный код|пользователь|прочее|сервер каталогов
skip важность|частное|пометка|тип эл почты|краткое имя эл почты|отложено
outlook сведения о доступности в интернете
aide помощника|помощник|секретарь|секретаря
boss руководитель|руководителя|начальник
owner владелец|ответственный
home домашний|домашняя|дом|дома|личный|личная|личн
work рабочий|рабочая|раб|служебный|работа|офис
elsewhere другой|другая|другое|доп|дополнительный
main! основной
drop или|и|в|номер`,
  uk: `
given ім'я|імя
middle по батькові
family прізвище
full піб|повне ім'я|ім'я та прізвище|показуване ім'я|відображуване ім'я|прізвище ім'я по батькові
name назва|контакт
prefix звернення
suffix суфікс
nickname псевдонім|прізвисько
email електронна пошта|ел пошта|адреса ел пошти|адреса електронної пошти|пошта|е мейл|імейл|e mail|email|додаткова електронна пошта
phone телефон|номер телефону|тел|номер
mobile мобільний|моб тел|номер мобільного
main основний телефон організації
car телефон у машині
pager пейджер
fax факс
otherPhone зворотний виклик|радіотелефон|телефон tty tdd|телекс
url веб сторінка|вебсторінка|вебсайт|сайт|веб сайт
birthday день народження|дата народження
birthYear рік народження
birthMonth місяць народження
birthDay день народження день
anniversary річниця
gender стать
street вулиця
address адреса
poBox поштова скринька
city місто|населений пункт
region область|регіон
postcode індекс|поштовий індекс|поштовий код
country країна або регіон|країна
organisation організація|компанія|фірма
department відділ
jobTitle посада
title титул
profession професія
note нотатки|примітки|примітка|коментар
category категорії|категорія|група|групи
spouse дружина|чоловік
child діти
skip важливість|приватне|приватність|тип ел пошти|коротке ім'я ел пошти
outlook відомості про доступність в інтернеті
aide помічника|помічник
boss керівник|керівника
home домашній|домашня|дом|дім
work робочий|робоча|роб|службовий|робота
elsewhere інша|інший|інше
main! основний
drop або|та|у|номер`,
  be: `
given імя|імя уласнае
middle імя па бацьку
family прозвішча
full поўнае імя|імя і прозвішча
name назва
nickname мянушка|псеўданім
email электронная пошта|адрас электроннай пошты|эл пошта
phone тэлефон|нумар тэлефона
mobile мабільны
fax факс
url вэб старонка|сайт
birthday дзень нараджэння|дата нараджэння
birthYear год нараджэння
birthMonth месяц нараджэння
gender пол
street вуліца
address адрас
city горад
region вобласць
postcode паштовы індэкс|індэкс
country краіна
organisation арганізацыя|кампанія
department аддзел
jobTitle пасада
note нататкі|заўвагі
category катэгорыі|група
home хатні|дамашні|дом
work працоўны|рабочы|праца
elsewhere іншы|іншая
drop нумар`,
};
