/**
 * Header words of the other languages of Europe and its borders: Baltic, Finnic, Hungarian, Greek, Albanian, Basque,
 * Turkic, Caucasian; `scripts/header-words.mjs` says how they are written.
 */
export const EUROPE: Readonly<Record<string, string>> = {
  lt: `
given vardas
middle antras vardas
family pavardė
full vardas ir pavardė|visas vardas|rodomas vardas|vardas pavardė
name pavadinimas|kontaktas
suffix priedas
nickname slapyvardis|pravardė
email el paštas|el pašto adresas|e paštas|elektroninis paštas|el p
phone telefonas|telefono numeris|tel
mobile mobilus telefonas|mobilusis|mob
main pagrindinis įmonės telefonas
car automobilinis telefonas
pager pranešimų gaviklis
fax faksas|faksograma
otherPhone atgalinis skambinimas|radijo telefonas
url tinklalapis|svetainė|interneto svetainė
birthday gimtadienis|gimimo data
birthYear gimimo metai
birthMonth gimimo mėnuo
birthDay gimimo diena
anniversary sukaktis
gender lytis
street gatvė
address adresas
poBox a d|adreso a d
city miestas
region rajonas apskritis|apskritis|rajonas
postcode pašto indeksas|pašto kodas
country šalis|šalis regionas
organisation įmonė|organizacija|bendrovė
department skyrius
jobTitle pareigos
title titulas
profession profesija
note pastabos|pastaba
category kategorijos|grupė|grupės
spouse sutuoktinis
child vaikai
skip prioritetas|privatu|slaptumas|el pašto tipas|rodomas el pašto vardas
outlook interneto užimtumo tarnyba
aide padėjėjo|padėjėjas
boss vadybininko|vadovas
home namų|gyvenamoji|gyvenamasis|namai
work darbo|darbas
elsewhere kitas|kita|kito
main! pagrindinis
drop as|a|ias|ia|o|io|numeris`,
  lv: `
given vārds
middle otrais vārds
family uzvārds
full vārds uzvārds|vārds un uzvārds|pilns vārds|parādāmais vārds
name nosaukums|kontaktpersona
suffix sufikss
nickname segvārds|iesauka
email e pasts|e pasta adrese|epasts
phone tālrunis|tālruņa numurs|telefons
mobile mobilais
main uzņēmuma galvenais tālrunis
car tālrunis automašīnā
pager peidžeris
fax fakss
otherPhone atzvanīšana|radiotālrunis
url tīmekļa lapa|mājaslapa|tīmekļa vietne
birthday dzimšanas diena|dzimšanas datums
birthYear dzimšanas gads
birthMonth dzimšanas mēnesis
anniversary jubileja
gender dzimums
street iela|ielas
address adrese
poBox pastkastīte|adreses pastkastīte
city pilsēta
region rajons|novads
postcode pasta indekss
country valsts|valsts reģions
organisation uzņēmums|organizācija
department nodaļa
jobTitle amats
title tituls
profession profesija
note piezīmes
category kategorijas|grupa|grupas
spouse dzīvesbiedrs
child bērni
skip prioritāte|privāts|jutība|e pasta tips|e pasta parādāmais vārds
outlook interneta brīvs aizņemts
aide asistenta|asistents
boss vadītāja|vadītājs
home mājās|mājas|dzīvesvietas
work darbā|darba|darbavietas
elsewhere cits|cita|citas
main! primārais
drop rindiņa|numurs`,
  et: `
given eesnimi
middle teine nimi
family perekonnanimi|perenimi
full täisnimi|kuvatav nimi|ees ja perekonnanimi
name nimi|kontakt
suffix nime järelliide
nickname hüüdnimi
email meiliaadress|e post|e posti aadress|meil|e kiri
phone telefon|telefoninumber|tel
mobile mobiiltelefon|mobiil|mobiilinumber
main ettevõtte põhitelefon
car autotelefon
pager peiler
fax faks
otherPhone tagasihelistamine|raadiotelefon
url veebileht|koduleht
birthday sünnipäev|sünnikuupäev
birthYear sünniaasta
birthMonth sünnikuu
anniversary aastapäev
gender sugu
street tänav
address aadress
poBox postkast|aadressi postkast
city linn|asula
region osariik|maakond
postcode sihtnumber|postiindeks
country riik|riik regioon
organisation ettevõte|organisatsioon|asutus
department osakond
jobTitle ametinimetus|amet|ametikoht
title tiitel
profession elukutse
note märkmed|märkused
category kategooriad|rühm|rühmad
spouse abikaasa
child lapsed
skip prioriteet|isiklik|tundlikkus|meilitüüp|e posti kuvatav nimi
outlook interneti vaba hõivatud aja teave
aide abi
boss juhi|juht
home kodu|kodune|koduse|eraviisiline
work töö|töökoha
elsewhere muu
main! esmane
drop number`,
  fi: `
given etunimi|kutsumanimi
middle toinen nimi|muut etunimet
family sukunimi
full koko nimi|näyttönimi|näytettävä nimi
name nimi|yhteyshenkilö
suffix jälkiliite
nickname lempinimi
email sähköposti|sähköpostiosoite|toissijainen sähköposti|s posti
phone puhelin|puhelinnumero|puh
mobile matkapuhelin|matkapuhelinnumero|kännykkä|gsm
main yrityksen puhelinvaihde
car autopuhelin
pager hakulaite|hakulaitteen numero
fax faksi|faksin numero|fax
otherPhone takaisinsoitto|tty tdd puhelin|radiopuhelin
url web sivu|verkkosivu|kotisivu|verkkosivusto|www sivu
birthday syntymäpäivä|syntymäaika
birthYear syntymävuosi
birthMonth syntymäkuukausi
anniversary vuosipäivä
gender sukupuoli
street lähiosoite|katuosoite|katu
address osoite|postiosoite
poBox postilokero
city postitoimipaikka|kaupunki|kunta
region sijaintitiedot|sijaintintiedot|lääni|maakunta
postcode postinumero
country maa|maa alue
organisation yritys|järjestö|organisaatio|työnantaja
department osasto
jobTitle tehtävänimike|ammattinimi|titteli|asema
title arvo
profession ammatti
note muistilaput|muistiinpanot|huomautukset|lisätiedot
category luokat|luokka|ryhmä|ryhmät
spouse puoliso
child lapset
skip prioriteetti|yksityinen|luottamuksellisuus|sähköpostin laji|sähköposti n laji|näytettävä sähköpostinimi
outlook vapaat ja varatut ajat
aide avustajan|avustaja
boss vastuuhenkilön|esimies
home koti|kodin
work työ|työpaikan|yrityksen
elsewhere muu
main! ensisijainen
drop numero`,
  hu: `
given utónév|keresztnév
middle középső|középső név
family vezetéknév|családnév
full teljes név|megjelenő név|megjelenítendő név
name név|neve|kapcsolattartó
prefix megszólítás
suffix utótag
nickname becenév
email e mail|email|másodlagos e mail|elektronikus levél|e mail cím
phone telefon|telefonszám|telefonszáma|tel
mobile mobiltelefon|mobil|mobiltelefonszám|mobilszám
main cég fővonala
car autótelefon
pager személyhívó
fax fax|faxszám
otherPhone visszahívás|rádiótelefon|tty tdd telefon
url weblap|weboldal|honlap
im felhasználónév
birthday születésnap|születési dátum|születési idő
birthYear születési év
birthMonth születési hónap
birthDay születési nap
anniversary évforduló
gender nem
street utcacím|utca|utca házszám|lakcím|munkahely címe:work
address cím|levelezési cím
poBox postafiók
city város|település
region megye|állam
postcode irányítószám|irányítószáma|irsz
country ország|ország régió
organisation cég|szervezet|cégnév|vállalat|munkáltató
department osztály|részleg
jobTitle beosztás|munkakör
profession foglalkozás
note feljegyzések|megjegyzés|megjegyzések
category kategóriák|csoport|csoportok
spouse házastárs
child gyerekek
skip prioritás|magánjellegű|tartalom|e mail típusa|e mailhez megjelenítendő név
outlook elfoglaltság közzététele az interneten
aide asszisztens|titkár
boss felettes|főnök
home otthoni|lakás|magán
work hivatali|hivatal|munkahelyi|munkahely|vállalati|céges
elsewhere más|egyéb
main! elsődleges
drop az|a|másik`,
  el: `
given όνομα|μικρό όνομα
middle μεσαίο όνομα|πατρώνυμο
family επώνυμο|επίθετο
full ονοματεπώνυμο|πλήρες όνομα|εμφανιζόμενο όνομα
name επαφή
nickname ψευδώνυμο|παρατσούκλι
email email|e mail|κύριο email|δευτερεύον email|ηλεκτρονική διεύθυνση|ηλεκτρονικό ταχυδρομείο|διεύθυνση ηλεκτρονικού ταχυδρομείου
phone τηλέφωνο|αριθμός τηλεφώνου|τηλ|σταθερό
mobile κινητό|αριθμός κινητού
pager αριθμός βομβητή|βομβητής
fax φαξ
url ιστοσελίδα|ιστότοπος
birthday γενέθλια|ημερομηνία γέννησης
birthYear έτος γέννησης
birthMonth μήνας γέννησης
birthDay ημέρα γέννησης
anniversary επέτειος
gender φύλο
street οδός
address διεύθυνση
poBox τ θ|ταχυδρομική θυρίδα|τ θ διεύθυνσης
city πόλη
region πολιτεία|νομός|περιφέρεια
postcode ταχυδρομικός κώδικας|ταχ κώδικας|τ κ|τκ
country χώρα|χώρα περιοχή
organisation εταιρεία|οργανισμός|επιχείρηση
department τμήμα
jobTitle τίτλος εργασίας|θέση|θέση εργασίας
title τίτλος|προσφώνηση
profession επάγγελμα
note σημειώσεις|σχόλια
category κατηγορίες|ομάδα|ομάδες
spouse σύζυγος
child παιδιά
aide βοηθού|βοηθός
boss προϊσταμένου|διευθυντή
home οικίας|σπίτι|προσωπικό|σπιτιού
work εργασίας|επαγγελματικό|γραφείο
elsewhere άλλη|άλλο
drop αριθμός`,
  sq: `
given emri|emër
family mbiemri|mbiemër
full emri i plotë|emri i shfaqur
nickname nofka|pseudonimi
email posta elektronike|email|adresa e email it|e mail
phone telefoni|telefon|numri i telefonit
mobile celular|celulari
fax faksi|faks
url faqja e internetit|faqe interneti
birthday ditëlindja|datëlindja|data e lindjes
gender gjinia
address adresa
street rruga
city qyteti
region shteti krahina|rajoni
postcode kodi postar
country vendi|shteti
organisation kompania|organizata|firma
department departamenti
jobTitle titulli i punës|pozicioni
note shënime
category kategoritë|grupi|grupet
home shtëpi|shtëpia|shtëpisë
work punë|punës|pune
elsewhere tjetër
drop i|e|të|së`,
  eu: `
given izena
family abizena|abizenak|deitura
full izen osoa|izen abizenak|bistaratzeko izena
nickname ezizena
email helbide elektronikoa|posta elektronikoa|eposta|e posta
phone telefonoa|telefono zenbakia
mobile mugikorra|telefono mugikorra|sakelako telefonoa
fax faxa|fax zenbakia
url webgunea|web orria
birthday urtebetetzea|jaioteguna|jaiotze data
birthYear jaiotze urtea
birthMonth jaiotze hila
gender sexua|generoa
address helbidea
street kalea
city hiria|herria
region probintzia|lurraldea
postcode posta kodea
country herrialdea|estatua
organisation erakundea|enpresa|antolakundea
department saila
jobTitle kargua|lanpostua
note oharrak
category kategoriak|taldea|taldeak
home etxeko|etxea
work laneko|lana
elsewhere bestelako|beste`,
  tr: `
given ad|adı|isim|ilk ad|ilk adı|ön ad
middle ikinci ad|ikinci adı|göbek adı
family soyad|soyadı|soy isim|soyisim
full ad soyad|adı soyadı|tam ad|görüntülenecek isim|görünen ad|isim soyisim
name kişi
suffix sonek|son ek
nickname takma ad|takma adı|rumuz
email e posta|eposta|elektronik posta|birinci e posta|ikinci e posta|mail|e mail
phone telefon|telefonu|tel
mobile cep|mobil|gsm
main şirket santral telefonu
car araç telefonu
pager çağrı cihazı
fax faks|belgegeçer
otherPhone geri arama|telsiz telefon|tty tdd telefonu
url web sayfası|web sitesi|internet sitesi
im ekran adı
birthday doğum günü|doğum tarihi
birthYear doğum yılı
birthMonth doğum ayı
anniversary yıldönümü|evlilik yıldönümü
gender cinsiyet
street cadde|sokak
address adres|adresi
poBox posta kutusu
city şehir|şehri|ilçe|kent
region bölge|bölgesi|eyalet|il
postcode posta kodu
country ülke bölge|ülke|ülkesi
organisation şirket|kurum|firma|yomi şirket adı
department bölüm|departman
jobTitle iş unvanı|görev|pozisyon
title unvan
profession meslek
note notlar|not|açıklama
category kategoriler|kategori|grup|gruplar
spouse eşi|eş
child çocuklar
skip öncelik|duyarlılık|elektronik posta türü|elektronik posta görünen adı
outlook internet serbest meşgul
aide yardımcının|asistan
boss yönetici|müdür
home ev
work iş|işyeri
elsewhere diğer
main! birincil
drop nin|numarası|no`,
  az: `
given ad|adı
middle ata adı|atasının adı
family soyad|soyadı|familiya
full tam ad|ad soyad|adı soyadı
nickname ləqəb
email e poçt|e poçt ünvanı|elektron poçt|email
phone telefon
mobile mobil|mobil nömrə
fax faks
url veb sayt|veb səhifə
birthday doğum günü|doğum tarixi|ad günü
gender cins|cinsi
address ünvan
street küçə
city şəhər
region rayon|region
postcode poçt indeksi|poçt kodu
country ölkə
organisation şirkət|təşkilat|müəssisə
department şöbə
jobTitle vəzifə
note qeydlər|qeyd
category kateqoriyalar|qrup|qruplar
home ev
work iş
elsewhere digər
drop nömrəsi`,
  kk: `
given аты|есімі
middle әкесінің аты
family тегі|фамилиясы
full толық аты|аты жөні
nickname лақап аты
email электрондық пошта|эл пошта
phone телефон
mobile мобильді телефон|ұялы
fax факс
url веб сайт|веб бет
birthday туған күні|туған күн
gender жынысы
address мекенжай|мекенжайы
street көше
city қала|қаласы
region облыс|аймақ
postcode пошта индексі
country ел|елі
organisation ұйым|компания
department бөлім
jobTitle лауазымы|лауазым
note ескертпелер|жазбалар
category санаттар|топ
home үй
work жұмыс
elsewhere басқа
drop нөмірі`,
  ka: `
given სახელი
family გვარი
full სრული სახელი|სახელი და გვარი|სახელი გვარი
nickname მეტსახელი|ზედმეტსახელი
email ელფოსტა|ელ ფოსტა|ელექტრონული ფოსტა|ელფოსტის მისამართი
phone ტელეფონი|ტელეფონის ნომერი|ტელ
mobile მობილური|მობილურის ნომერი
fax ფაქსი
url ვებგვერდი|ვებსაიტი
birthday დაბადების დღე|დაბადების თარიღი
gender სქესი
address მისამართი
street ქუჩა
city ქალაქი
region რეგიონი|მხარე
postcode საფოსტო ინდექსი|ინდექსი
country ქვეყანა
organisation ორგანიზაცია|კომპანია
department განყოფილება
jobTitle თანამდებობა
note შენიშვნები|შენიშვნა|კომენტარი
category ჯგუფი|კატეგორია
home სახლი|სახლის|ბინის
work სამსახური|სამსახურის|სამუშაო
elsewhere სხვა
drop ნომერი`,
  hy: `
given անուն|անունը
middle հայրանուն
family ազգանուն
full անուն ազգանուն|լրիվ անունը
nickname մականուն
email էլ փոստ|էլեկտրոնային փոստ|էլ հասցե
phone հեռախոս|հեռախոսահամար|հեռ
mobile բջջային
fax ֆաքս
url կայք|վեբ կայք
birthday ծննդյան օր|ծննդյան ամսաթիվ
gender սեռ
address հասցե
street փողոց
city քաղաք
region մարզ
postcode փոստային ինդեքս
country երկիր
organisation կազմակերպություն|ընկերություն
department բաժին
jobTitle պաշտոն
note նշումներ|ծանոթություն
category խումբ|կատեգորիա
home տուն|տան
work աշխատանք|աշխատանքային
elsewhere այլ
drop համար`,
};
