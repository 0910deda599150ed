/** Header words of the Romance languages; `scripts/header-words.mjs` says how they are written. */
export const ROMANCE: Readonly<Record<string, string>> = {
  fr: `
given prénom|prénoms
middle deuxième prénom|second prénom|autres prénoms
family nom de famille|nom usuel
full nom à afficher|nom complet|nom affiché|nom et prénom|prénom et nom|nom du contact
name nom|contact
prefix civilité|préfixe|titre de civilité
suffix suffixe
nickname surnom|pseudo|pseudonyme
email e mail|email|adresse électronique secondaire|adresse électronique|courriel|mél|messagerie|adresse e mail
phone téléphone|tél|fixe
mobile portable|mobile|gsm
main téléphone société
car téléphone voiture
pager récepteur de radiomessagerie|pager|alphapage
fax télécopie|fax|télécopieur
otherPhone rappel|rnis|télex|téléphone tdd tty|radio téléphone
url page web|site web|site internet|site|page d accueil
im nom de l écran|messagerie instantanée
birthday anniversaire|date de naissance|né e le
birthYear année de naissance|année
birthMonth mois|mois de naissance
birthDay jour|jour de naissance
anniversary anniversaire de mariage ou fête|anniversaire de mariage
gender sexe|genre
street rue|voie
address adresse|adresse postale
extended complément
poBox b p|boîte postale|bp
city ville|commune|localité
region dép région|département|région|pays état|province|canton|état
postcode code postal|cp
country pays|pays région
organisation société|entreprise|organisation|organisme|raison sociale|employeur
department service|département service
jobTitle poste|fonction|intitulé du poste
title titre
profession profession|métier
note notes|note|remarque|remarques|commentaires|commentaire|observations
category catégories|catégorie|groupe|groupes|étiquettes|libellés
spouse conjoint e
child enfants
photo photo
other recommandé par|bureau|passe temps|langue|initiales|compte|informations facturation|kilométrage|mots clés|code gouvernement|numéro d identification de l organisation|utilisateur|divers|serveur d annuaire
skip priorité|privé|critère de diffusion|type de messagerie|nom complet de l adresse de messagerie|emplacement
outlook disponibilité internet
aide assistant|assistante
boss responsable|supérieur
owner propriétaire
home domicile|privée|privé|personnel|personnelle|maison|perso|dom
work bureau|professionnel|professionnelle|travail|pro|entreprise
elsewhere autre|autres
main! principal|principale
drop de|du|des|la|le|les|et|l|d|ou|e|numéro|n`,
  es: `
given nombres|primer nombre|nombre de pila
middle segundo nombre
family apellido|apellidos|primer apellido
full nombre completo|nombre para mostrar|nombre mostrado|nombre y apellidos|apellidos y nombre
name nombre|contacto
prefix tratamiento|prefijo|título honorífico
suffix sufijo
nickname apodo|alias|sobrenombre
email correo|correo electrónico|dirección de correo electrónico secundaria|mail|e mail|email|dirección de email
phone teléfono|tfno|telf|tel|número de teléfono
mobile móvil|celular
main número de centralita de la organización
car teléfono del automóvil|teléfono del coche
pager buscapersonas|localizador
fax fax
otherPhone radioteléfono|devolución de llamada|número de teletipo|télex
url página web|página web personal|página web de la organización|sitio web|web
im nombre en pantalla|mensajería instantánea
birthday cumpleaños|fecha de nacimiento|f nacimiento
birthYear año de nacimiento
birthMonth mes de nacimiento
birthDay día de nacimiento
anniversary aniversario
gender género|sexo
street calle|domicilio calle
address dirección|domicilio|dirección postal
extended complemento|piso
poBox apartado postal|apartado de correos
city ciudad|localidad|población|municipio|ciudad donde vive
region provincia o estado|provincia|estado|estado o provincia|comunidad autónoma|departamento provincia
postcode código postal|cp
country país|país o región
organisation organización|empresa|compañía|razón social
department departamento|área
jobTitle puesto|cargo|puesto de trabajo
title título
profession profesión|ocupación
note notas|nota|comentarios|observaciones
category categorías|categoría|grupo|grupos|etiquetas
spouse cónyuge|pareja
child hijos
photo foto
other remitido por|ubicación de la oficina|aficiones|idioma|iniciales|cuenta|facturación|kilometraje|palabras clave|usuario|servidor de directorio|personalizado
skip prioridad|privado|confidencialidad|tipo de correo electrónico|nombre de pantalla de correo electrónico
aide asistente|ayudante|secretaria
boss director|supervisor
owner propietario
home casa|particular|personal|domicilio|residencia|privado|privada|hogar|vive
work trabajo|oficina|laboral|profesional|empresa|organización
elsewhere otro|otra|otros
main! principal|primario
drop de|del|la|el|los|las|y|o|en|número|nº`,
  pt: `
given nome próprio|primeiro nome|nomes próprios
middle nome do meio|segundo nome
family sobrenome|apelido|último nome
full nome completo|nome de exibição|nome a apresentar|nome visível
name nome|contato|contacto
prefix tratamento|prefixo
suffix sufixo
nickname alcunha|apelido nickname
email e mail|email|correio eletrônico|correio electrónico|endereço eletrônico|email adicional|email secundário|endereço de e mail|endereço de email|email principal
phone telefone|fone|telefone fixo|tel
mobile celular|telemóvel|móvel|n de telemóvel
main telefone principal da empresa
car telefone do carro
pager pager|bipe
fax fax|fac símile
otherPhone retorno de chamada|radiofone|radiotelefone|telefone tty tdd
url página da web|site|sítio web|página pessoal
im nome de ecrã
birthday aniversário|data de nascimento|nascimento
birthYear ano de nascimento
birthMonth mês de nascimento
birthDay dia de nascimento
anniversary datas especiais|aniversário de casamento
gender sexo|género
street rua|logradouro
address endereço|morada
extended complemento|bairro
poBox caixa postal|apartado
city cidade|localidade|município
region estado|distrito|província|uf
postcode cep|código postal
country país|país região
organisation empresa|organização|companhia
department departamento|setor
jobTitle cargo|função
title título
profession profissão|ocupação
note anotações|notas|observações|comentários|nota
category categorias|categoria|grupo|grupos|marcadores|etiquetas
spouse cônjuge
child filhos
photo foto
skip prioridade|particular|sensibilidade|tipo de email|tipo de correio electrónico|nome para exibição do email|nome a apresentar para o correio electrónico
outlook disponibilidade da internet
aide assistente
boss gerenciador|gestor|gerente
home residencial|residência|casa|pessoal
work comercial|trabalho|empresa|profissional
elsewhere outro|outra|outros
main! principal
drop do|da|de|e|dos|das|o|a|número`,
  it: `
given nome proprio|nome di battesimo
middle secondo nome
family cognome
full nome completo|nome visualizzato|nome e cognome|cognome e nome
name nome|contatto
suffix suffisso|titolo straniero
nickname soprannome
email posta elettronica|e mail|email|email primaria|email secondaria|posta el|indirizzo e mail
phone telefono|telefono fisso|tel
mobile cellulare|cell
main telefono principale società
car telefono auto|telefono automobile
pager cercapersone
fax fax|numero fax
otherPhone richiamata automatica|radiotelefono|telefono tty tdd
url pagina web|sito web|sito|home page società
im nome instant messenger|indirizzi im
birthday compleanno|data di nascita
birthYear anno di nascita
birthMonth mese di nascita
birthDay giorno di nascita
anniversary anniversario
gender sesso|genere
street via
address indirizzo|recapito
poBox casella postale
city città|comune|località
region provincia|regione
postcode cap|codice postale
country paese|nazione|paese area geografica|stato
organisation società|azienda|organizzazione|ditta|ente
department reparto|dipartimento|ufficio reparto
jobTitle posizione|qualifica|mansione|ruolo
title titolo
profession professione
note note|annotazioni|commenti
category categorie|categoria|gruppo|gruppi|etichette
spouse coniuge
child figli
photo foto
other presentato da|ubicazione ufficio|ubicazione|luogo|hobby|lingua|iniziali|dati fatturazione|indennità trasferta|parole chiave|cod fisc p iva|utente|personalizzato
skip priorità|privato|riservatezza|tipo posta elettronica|nome visualizzato posta elettronica
outlook disponibilità internet
aide assistente|segretaria
boss manager|responsabile|superiore
mate coniuge
home abitazione|ab|casa|residenza|privato|personale
work ufficio|uff|lavoro|società|azienda
elsewhere altro|altra|altri
main! principale|primario
drop di|del|della|e|lo|la|numero`,
  ro: `
given prenume
middle al doilea nume|al doilea prenume
family nume de familie|numele de familie
full nume complet|nume afișat|nume și prenume
name nume|contact
suffix sufix
nickname pseudonim|poreclă
email e mail|email|adresă de potă electronică|poștă electronică|adresă de e mail|adresa de e mail
phone telefon|telefon fix|nr telefon
mobile mobil
main telefon principal firmă
car telefon pe mașină|telefon pe maină
fax fax
otherPhone revenire cu apel telefonic|telefon tty tdd|radiotelefon
url pagină web|site web
birthday zi de naștere|data nașterii|ziua de naștere
birthYear anul nașterii|an naștere
birthMonth luna nașterii
birthDay ziua nașterii
anniversary aniversare
gender sex|gen
street stradă
address adresă
poBox căsuță poștală|căsuţă potală
city oraș|ora|localitate|localitatea
region județ|regiune
postcode cod poștal|cod potal
country țară|țară regiune
organisation firmă|companie|societate|organizație
department serviciu|departament
jobTitle funcție|post
title titlu
profession profesie|ocupație
note note|observații|notițe|comentarii
category categorii|categorie|grup|grupuri
spouse soț ie|soț|soție
child copii
skip prioritate|privat|sensibilitate|tip poștă electronică|tip potă electronică|nume afiare potă electronică|nume afișare poștă electronică
aide asistent
boss manager
home domiciliu|acasă|personal
work firmă|serviciu|birou
elsewhere alt|altă|alte
main! principal
drop de|la|pe|număr|numărul`,
  ca: `
given nom de fonts|prenom
middle segon nom
family cognom|cognoms
full nom complet|nom a mostrar|nom i cognoms|nom que es mostra
name nom
nickname sobrenom|àlies
email correu electrònic|adreça electrònica|correu|correu electrònic principal|correu electrònic secundari
phone telèfon
mobile mòbil
fax fax
url pàgina web|lloc web
birthday aniversari|data de naixement
birthYear any de naixement
birthMonth mes de naixement
birthDay dia de naixement
gender sexe|gènere
address adreça|domicili
street carrer
city ciutat|població|municipi
region província|estat o província|comarca
postcode codi postal
country país
organisation empresa|organització|entitat
department departament
jobTitle càrrec|lloc de treball
title títol|tractament
note notes|observacions|comentaris
category categories|grup|grups|etiquetes
home casa|particular|domicili
work feina|treball|oficina
elsewhere altre|altra
drop de|del|la|el|i|número`,
  gl: `
given nome propio
middle segundo nome
family apelidos|apelido
full nome completo|nome que amosar
name nome
nickname alcume
email correo electrónico|enderezo de correo|enderezo electrónico|correo
phone teléfono|número de teléfono
mobile móbil
fax fax
url páxina web|sitio web
birthday aniversario|data de nacemento
birthYear ano de nacemento
birthMonth mes de nacemento
birthDay día de nacemento
gender sexo|xénero
address enderezo
street rúa
city cidade|localidade|concello
region provincia
postcode código postal
country país
organisation empresa|organización
department departamento
jobTitle cargo|posto
note notas|observacións
category categorías|grupo|grupos
home casa|persoal
work traballo|oficina
elsewhere outro|outra
drop número`,
};
