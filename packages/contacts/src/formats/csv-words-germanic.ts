/** Header words of English and its kin by language; `scripts/header-words.mjs` says how they are written. */
export const GERMANIC: Readonly<Record<string, string>> = {
  en: `
given first name|firstname|first|given name|givenname|given|forename|fname
middle middle name|middlename|additional name|middle|second name|middle initial
family last name|lastname|last|family name|familyname|surname|lname
full full name|fullname|display name|contact name|file as|formatted name
name name|contact
prefix name prefix|honorific|prefix|salutation
suffix name suffix|suffix
nickname nickname|nick name|nick|alias|short name|preferred name
phoneticGiven phonetic first name|given name yomi|given yomi|first name phonetic
phoneticMiddle phonetic middle name|additional name yomi
phoneticFamily phonetic last name|family name yomi|surname yomi|last name phonetic
phonetic yomi name|name yomi|phonetic name
email e mail|email|mail|emails|secondary email|alternate email|email value|email id|secondary e mail|e mail address|email address
phone phone|telephone|tel|phones|contact number|contact no|landline
mobile mobile|cell|cellphone|cellular|gsm
main company main phone|primary
car car phone
pager pager|beeper
fax fax|telefax
otherPhone radio phone|callback|isdn|telex|tty tdd phone|tty tdd|yahoo phone
url url|website|web site|web page|webpage|homepage|home page|web|web address|personal web page|personal website|business website|linkedin|linkedin url|profile url|blog
im im|im address|imaddress|messenger|messenger id|screen name|instant messenger|instant messaging|skype|skype id|skype name|icq|icq id|irc id|google id|msn id|aim id|qq id|qq|wechat|jabber|xmpp|chat|telegram|whatsapp|signal|viber|line id|matrix
birthday birthday|birth date|birthdate|date of birth|dob|bday|born
birthYear birth year|year of birth
birthMonth birth month|month of birth
birthDay birth day|day of birth
anniversary anniversary|wedding anniversary|wedding day
gender gender|sex
street street|addr|street name|address line
address address|postal address|mailing address
extended extended address|address extended address|apartment|apt|unit
poBox po box|p o box|post office box
city city|town|locality|city town|suburb
region state|province|region|state province|county|state region|prefecture
postcode zip|zip code|zipcode|postal code|post code|postcode|zip postal code|pin code|eircode
country country|country region|nation
formatted address formatted|full address|formatted address
organisation company|organization|organisation|organization name|organisation name|associated company|employer|business name
department department|organization department|dept|division
jobTitle job title|jobtitle|position|organization title|occupation title|role|designation|function
title title
profession profession|occupation
note note|notes|comments|comment|memo|remarks|description
category categories|category|group|groups|group membership|labels|label|tags|tag|lists|contact groups
spouse partner|wife|husband
child kids
manager manager
photo photo|picture|photo url|avatar|image url|image
uid uid|contact id|record id|id|guid
other referred by|lead status|lifecycle stage|create date|created|modified|last activity date|connected on|office location|office|schools|hobby|hobbies|language|initials|account|billing information|mileage|keywords|government id number|organizational id number|user|custom|member rating|optin time|optin ip|confirm time|confirm ip|latitude|longitude|gmtoff|dstoff|timezone|cc|leid|euid|last changed|unsub time|unsub campaign title|unsub campaign id|unsub reason|unsub reason other|clean time|clean campaign title|billing|distribution lists|company yomi|maiden name|subject|directory server|cal uri|wants html|connected|ldap|status|email marketing status|subscription status|unsubscribed from all email|unsubscribed|opted out
skip priority|private|sensitivity|e mail type|e mail display name|last 4
outlook internet free busy
aide assistant|assistants|secretary
boss manager|managers|supervisor
mate spouse|spouses
kid children
owner owner|owners
home home|private|personal
work work|business|office|company
elsewhere other
main! primary|main|default
drop of|the|and|or|number|no|nr|s`,
  de: `
given vorname|rufname
middle weitere vornamen|2 vorname|zweiter vorname|zweitname|mittelname
family nachname|familienname|zuname|hausname
full anzeigename|vollständiger name|vor und nachname|angezeigter name|kontaktname|name vorname|vorname nachname
name name|kontakt
prefix anrede|namenspräfix
suffix namenszusatz|suffix|namenssuffix
nickname spitzname|kurzname
phoneticGiven vorname yomi|phonetischer vorname
phoneticFamily nachname yomi|phonetischer nachname
email e mail|email|mailadresse|emailadresse|sekundäre e mail adresse|weitere e mail adresse|e mail adresse
phone telefon|telefonnummer|tel|rufnummer|festnetz|telefonnr|fon|festnetznummer|tel nr
mobile mobiltelefon|mobil|handy|handynummer|mobilnummer|mobilfunk|mobilfunknummer
main telefon firma|telefonzentrale
car autotelefon
pager pager nummer|piepser
fax fax|faxnummer|telefax
otherPhone rückmeldung|telefon für hörbehinderte|rückruf
url webseite|internetseite|internetadresse|homepage|web seite|internet
im messenger name
birthday geburtstag|geburtsdatum|geb datum|geb
birthYear geburtsjahr
birthMonth geburtsmonat
birthDay geburtstag tag
anniversary jahrestag|hochzeitstag
gender geschlecht
street straße|straße hausnummer|adresszeile
address adresse|anschrift|postanschrift
extended adresszusatz|zusatz|adresszeile zusatz
poBox postfach
city ort|wohnort|stadt|gemeinde
region bundesland|bundesland kanton|kanton|region
postcode plz|postleitzahl
country land|land region|staat
formatted vollständige adresse
organisation firma|firmenname|unternehmen|arbeitgeber|organisation|firma yomi|institution
department abteilung
jobTitle arbeitstitel|funktion|stellenbezeichnung|stellung|position
title titel
profession beruf
note notizen|notiz|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar
category kategorien|kategorie|gruppe|gruppen|schlagworte|verteiler
spouse partner|ehepartner|lebenspartner
child kinder
photo foto|bild
other empfohlen von|büro|hobby|sprache|initialen|konto|abrechnungsinformation|reisekilometer|stichwörter|regierungsnr|organisationsnr|benutzer|benutzerdef|verzeichnisserver|geburtsname
skip priorität|privat|vertraulichkeit|e mail typ|e mail angezeigter name
outlook internet frei gebucht
aide assistent|assistentin|sekretariat
boss vorgesetzten|vorgesetzter|vorgesetzte
owner besitzer|inhaber
home privat|private|privater|zuhause|persönlich
work geschäftlich|dienstlich|beruflich|arbeit|geschäft|firma|firmen
elsewhere weitere|weiterer|weiteres|weiteres r|weiteres e|andere|anderer|anderes|sonstige
main! haupt|primäre|standard
drop des|der|die|das|und|nr|r|e|u|nummer`,
  nl: `
given voornaam|roepnaam
middle middelste naam|tussenvoegsel|tweede voornaam
family achternaam|familienaam
full weergavenaam|volledige naam|naam contactpersoon
name naam|contactpersoon
prefix aanhef|voorvoegsel|aanspreektitel
suffix achtervoegsel
nickname bijnaam
email e mailadres|emailadres|e mail|secundair e mailadres|mailadres
phone telefoon|telefoonnummer
mobile mobiel|gsm nummer|mobiele nummer|06 nummer
main hoofdtelefoon bedrijf
car autotelefoon
pager piepernummer|semafoon
fax fax|faxnummer
otherPhone terugbellen|teksttelefoon|radiotelefoon
url webpagina|website
im schermnaam
birthday verjaardag|geboortedatum
birthYear geboortejaar
birthMonth geboortemaand
birthDay geboortedag
anniversary speciale datum|trouwdag|jubileum
gender geslacht
street straat|straatnaam|straat en huisnummer
address adres|postadres
poBox postbus|postbusnummer
city plaats|woonplaats|stad|werklocatie|gemeente
region provincie|werkprovincie
postcode postcode|werkpostcode
country land|land regio|werkland
organisation bedrijf|organisatie|bedrijfsnaam|werkgever
department afdeling
jobTitle functie|werkfunctie|functietitel
title titel
profession beroep
note notities|opmerkingen|aantekeningen|opmerking
category categorieën|groep|groepen
spouse partner|echtgenoot
child kinderen
other aanbevolen door|kantoorlocatie|locatie|hobby s|taal|initialen|voorletters|factuurinformatie|reisafstand|trefwoorden|sofinummer|gebruiker|overig|adreslijstserver
skip prioriteit|privé|gevoeligheid|e mailtype|weergavenaam voor e mail|e mail weergegeven naam
outlook internet beschikbaarheidsinfo
aide assistent
boss manager
home thuis|huis|privé
work werk|zakelijk|kantoor
elsewhere ander|andere|anders|overige
main! primair|hoofd
drop op|voor|het|een|van|en|nummer`,
  sv: `
given förnamn|tilltalsnamn
middle mellannamn
family efternamn
full visningsnamn|fullständigt namn|visa|hela namnet
name namn|kontakt
suffix namnsuffix
nickname smeknamn
email e postadress|e post|epost|mejl|mejladress|ytterligare e post|e postadresser
phone telefon|telefonnummer|tfn|tel
mobile mobiltelefon|mobil|mobilnummer|mobiltelefonnummer
main telefon 1|företag växel
car biltelefon
pager personsökare
fax fax|faxnummer
otherPhone motringning|telefon 2|tty tdd telefon
url webbsida|webbplats|hemsida
im skärmnamn
birthday födelsedag|födelsedatum
birthYear född år|födelseår
birthMonth född månad|födelsemånad
birthDay född dag
anniversary årsdag|bröllopsdag
gender kön
street gatuadress|gata
address adress|postadress
poBox box|postbox
city ort|stad|postort
region region|landsdel stat|län|landskap
postcode postnummer|postnr|postadress arbete
country land
organisation företag|organisation|arbetsgivare
department avdelning
jobTitle befattning|jobbtitel
title titel
profession yrke
note anteckningar|kommentar|anteckning
category kategorier|kategori|grupp|grupper
spouse make maka|partner
child barn
skip prioritet|privat|känslighet|e posttyp|e postnamn
outlook ledig upptagen information för internet
aide assistent
boss chef
home hem|privat|bostad
work arbete|arbets|jobb
elsewhere annan|annat|andra|övrig
main! primär
drop rad|för|och|nummer`,
  da: `
given fornavn
middle mellemnavn
family efternavn
full vist navn|visningsnavn|fulde navn|fuldt navn
name navn|kontakt
suffix suffiks
nickname kaldenavn|øgenavn
email e mail|mail|mailadresse|sekundær e mail|e mailadresse|e mail adresse
phone telefon|telefonnummer|tlf
mobile mobiltelefon|mobil|mobilnummer|mobilnr
main primær telefon firma
car biltelefon
pager personsøger
fax fax|faxnummer|telefax
otherPhone tilbagekald|tty tdd telefon|radiotelefon
url webside|hjemmeside|websted
birthday fødselsdag|fødselsdato
birthYear fødselsår
birthMonth fødselsmåned
anniversary mærkedag|årsdag
gender køn
street gade|vej|vejnavn
address adresse|postadresse
poBox postboks
city by|bynavn
region område|region|landsdel
postcode postnummer|postnr
country land|land område
organisation firma|virksomhed|organisation|arbejdsgiver
department afdeling
jobTitle stilling|jobtitel|stillingsbetegnelse
title titel
profession erhverv|profession
note notater|noter|bemærkninger
category kategorier|kategori|gruppe|grupper
spouse ægtefælle
child børn
skip prioritet|privat|følsomhed|e mail type|e mail vist navn
outlook ledig optaget via internettet
aide assistentens|assistent
boss overordnet
home privat|hjem|hjemme
work arbejde|firma|arbejds
elsewhere anden|andet|andre
main! primær
drop på|og|for|til|nummer`,
  nb: `
given fornavn
middle mellomnavn
family etternavn
full visningsnavn|fullt navn|hele navnet
name navn|kontakt
suffix suffiks
nickname kallenavn
email e postadresse|e post|epost|epostadresse|sekundær e post
phone telefon|telefonnummer|tlf
mobile mobiltelefon|mobil|mobilnummer
main hovedtelefon
car biltelefon
pager personsøker
fax telefaks|faks|faksnummer
otherPhone tilbakeringing|telefon for hørselshemmede|radiotelefon
url webside|nettsted|hjemmeside|nettside
birthday fødselsdag|bursdag|fødselsdato
birthYear fødselsår
birthMonth fødselsmåned
anniversary merkedag|jubileum|bryllupsdag
gender kjønn
street gate vei|gate|gateadresse|vei
address adresse|postadresse
poBox postboks
city poststed|by|sted
region område|fylke|region
postcode postnummer|postnr
country land|land område|firmaland område
organisation firma|bedrift|organisasjon|selskap|arbeidsgiver
department avdeling
jobTitle stilling|stillingstittel|jobbtittel
title tittel
profession yrke
note notater|notat|merknader
category kategorier|kategori|gruppe|grupper
spouse ektefelle
child barn
skip prioritet|privat|følsomhet|e posttype|visningsnavn for e post
outlook ledige og opptatte tidspunkt på internett
aide assistentens|assistent
boss overordnedes|overordnet
home priv|privat|hjem|hjemme
work arb|arbeid|jobb|firma
elsewhere annen|annet|andre
main! primær|hoved
drop og|for|på|nummer`,
  is: `
given fornafn|skírnarnafn|eiginnafn
middle millinafn
family eftirnafn|kenninafn
full fullt nafn|birtingarnafn
name nafn
nickname gælunafn
email netfang|tölvupóstur|tölvupóstfang
phone sími|símanúmer|símanr
mobile farsími|farsímanúmer|gsm
fax fax|faxnúmer|bréfsími
url vefsíða|heimasíða|vefsetur
birthday afmæli|afmælisdagur|fæðingardagur
birthYear fæðingarár
birthMonth fæðingarmánuður
gender kyn
address heimilisfang|póstfang
street gata|götuheiti
city borg|bær|staður|sveitarfélag
region landshluti|fylki
postcode póstnúmer
country land
organisation fyrirtæki|stofnun|vinnustaður
department deild
jobTitle starfsheiti|staða
title titill
note athugasemdir|minnispunktar|athugasemd
category flokkar|flokkur|hópur|hópar
home heima|heimili
work vinna|vinnu
elsewhere annað|annar|önnur
drop númer`,
  af: `
given voornaam|noemnaam
middle middelnaam|tweede naam
family van|familienaam
full volle naam|vertoonnaam
name naam
nickname bynaam
email e pos|e posadres|epos
phone telefoon|telefoonnommer|foon
mobile selfoon|selfoonnommer|selnommer
fax faks|faksnommer
url webwerf|webblad
birthday verjaarsdag|geboortedatum
gender geslag
address adres|posadres
street straat
city stad|dorp
region provinsie
postcode poskode
country land
organisation maatskappy|organisasie
department afdeling
jobTitle posbenaming|postitel
note notas|aantekeninge
category kategorieë|groep
home tuis|huis
work werk
elsewhere ander
drop nommer`,
};
