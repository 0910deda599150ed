import { latinWord } from './letters.ts';

/**
 * Given names that are one, a line each, in several languages; a short form may stand in several lines.
 * Without marks and in Latin letters.
 */
const GROUPS = `
abigail abby gail
albert al bert bertie alberto adalbert
aleksei alexey alexei alyosha aliosha lyosha liosha lesha oleksii aleksej
alexander alex alec sandy sasha sascha sander xander alessandro alejandro aleksandr aleksander oleksandr alexandre alexandros iskander sanya shura
alexandra alex sandra sasha sascha lexi alessandra alejandra aleksandra shura
alfred al fred alfie alfredo
amelia amy millie
anastasia nastya nastia anastasiia anastasiya
anatoly tolya tolia anatolii anatoliy
andreas andi andy andre
andrew andy drew andre andreas andres andrei andrej andrzej anders ondrej andrii
ann anne anna annie anita nancy nan hannah anya ania anouk annika anni anja ana anka anneke
anneliese liese anne lisa
annemarie anne marie
anthony tony antonio anton antoine toni antonius ante tono tonio tonino
antonia toni tonia antonie
arkady arkadi arkasha
arthur art artie arturo artur
barbara barb babs barbie barbel basia varvara
benjamin ben benny benji beniamino
bernard bernie bernhard bernardo bernd
boris borya boria
bridget bridie biddy birgit brigitte gitte
caroline carol carrie karoline carolina karolina caro lina
catherine kate katie kathy cathy kit kitty katherine kathryn katharina kathrin katrin katja katya ekaterina caterina catalina cate trina kaja katarina kasia katarzyna kati katia
charles charlie chuck chas carl karl carlos carlo karel carlito kalle
charlotte lottie charlie lotte charly carlotta
chema jose
christian chris christiaan cristian kristian
christina chris tina christine kristina kristin christa cristina krystyna stina chrissy
christopher chris topher kit cristoforo christoph cristobal kristof krzysztof christophe kristoffer
concepcion concha conchi conchita
constance connie constanze konstanze
cornelia nelly conny corrie
daniel dan danny daniele dani danil daniil
david dave davey davide davi dawid
deborah deb debbie
dimitri dmitry dmitri mitya dima dimitrios dimitris dmytro dimitrii dmitrii
dolores lola lolita loles
dominic dom nick domenico domingo dominik
donald don donnie
dorothy dot dottie dolly dora dorothea dorthe dorota
eduardo lalo edu
edward ed eddie ted teddy ned eduardo edoardo eduard edouard edvard
eleanor ellie nell nora ella elinor eleonora eleonore leonora
elizabeth liz lizzie beth betty betsy eliza elisabeth lisa elise elisa elsie libby bess lisbeth bettina isabel elisabetta ilse liesel lilli elzbieta yelizaveta liza
emily em emma millie emilia emilie
emmanuel manny manuel manolo emanuel immanuel
ernest ernie ernst ernesto
eugene gene evgeny evgenii yevgeny eugenio eugen jenya zhenya zhenia evgenij
eva eve evi evita ewa
evgenia eugenia eugenie zhenya zhenia jenya yevgenia evgeniia
fernando nando fer ferdinand hernando
florence flo florrie
frances fran frannie fanny francesca francisca franziska francoise
francis frank fran francesco francisco franz frans franciszek francois paco pancho kiko ferenc chico pacho
frederick fred freddie fritz friedrich frederik federico fredrik
gabriel gabe gabriele gabi
gabriele gabi gaby gabriella gabriela
galina galya galia halyna
gennady gena gennadii
george georgie georg giorgio jorge jurgen joerg jorg georges yuri iuri iurii jerzy georgios giorgos
gerald gerry jerry gerhard gerardo gerd gert
gerard gerry jerry
gertrude gertie trudy gertrud trude
giovanni gianni john nino vanni
giuseppe beppe peppe pino joseph
gregory greg gregor gregorio grigory grzegorz
grigorii grisha
guadalupe lupe
gustav gus gustavo gustaf
hajo joachim
hans johannes johann
harold harry hal
heinrich heinz henry heiner hinrich
helen nell ellen nellie helena helene elena lena alyona olena eleni ilona
henry harry hank hal henri enrico enrique hendrik henrik henryk quique kike
herbert herb bert heribert
hubert bert hugh
ignacio nacho ignatius
ingrid inga inge
inmaculada inma
irene rene irina ira iryna
isaac ike isak
isabella bella izzy isabel isabelle isa ysabel belle
jacob jake jack jakob jacobo giacomo yakov kuba jakub jacques
jacqueline jackie jacqui
james jim jimmy jamie jem jaime santiago diego giacomo
jane janie jenny janet jean
jennifer jen jenny jenni
jeremy jerry jeremiah jeremias
jessica jess jessie
jesus chuy chucho
joachim jochen achim jo joaquin
johannes hannes hans jo john johann jan jens jannis
john johnny jack jon jan ian ivan juan jean joao giovanni johan sean evan jani ioannis yannis ivo vanya vania vanja
jonathan jon jonny nathan jonatan
joseph joe joey jo jose josef giuseppe pepe sepp jozef iosif yosef yusuf youssef jupp ze zeca
josephine jo josie josefine josefa fifi
joshua josh
juan john juanito
judith judy jude judit
julia julie juli giulia iuliia yulia juliana jule
katherine kate
kenneth ken kenny
konstantin kostya costa kostas constantine costantino kostia
ksenia xenia ksyusha kseniia
larisa lara larissa
laurence larry lawrence lorenzo lars laurent lorenz laurentius
leonard leo len lenny leonardo leonhard lenard
leonid lyonya lionia leonidas
leopold leo poldi
louis lou louie luis luigi ludwig lewis ludovic lutz gigi lucho
louise lou lulu luise luisa louisa
ludwig lutz wiggerl
luke lucas lukas luca luc lukasz lukash
lyubov lyuba liuba liubov
lyudmila ludmila liudmila lyuda liuda mila
magdalena lena maggie magda madeleine madeline leni magdalene
maite maria
maite teresa
manfred fred manni
marcus mark marc marco marcos markus marek marko
margaret maggie meg peggy marge margie greta gretchen rita daisy peg madge margarete margarethe margarita marguerite margherita gretel malgorzata gosia grete gitte margit
maria mary marie mia mimi maja marija marya masha mariya miriam maruja molly polly may mae mitzi mariia marusya
martha marty patty marta
martin marty martino marcin martijn
mateo matthew
matthew matt matty mateo matteo matthias mathias mathieu matias mateusz matvei
maxim max maksim maxime
maximilian max maxi massimiliano maximiliano
mayte maria
mayte teresa
mercedes merche merced
michael mike mick mickey micky mikey miguel michele michel mikhail mihail misha mischa mikael michal mikko mihai michail micha michi
mohammed mohamed muhammad mohammad mehmet mo muhammed mohamad mamadou mhmd
montserrat montse
nadezhda nadya nadia nadiia
natalie nat natalia natasha nataly tasha natalya nathalie nataliia
nathaniel nat nate nathan
nicholas nick nicky nicola nicolas nicolo niklas nikolas nikolaus nikolai klaus claus niko nico mikolaj nikos kolya miklos niels kolia
nicole nicki nikki nicola colette
olga olya olia olha
oliver ollie oli olivier
olivia liv livia ollie
pamela pam
patricia pat patty tricia trish patrizia
patrick pat paddy patricio patrizio padraig
paul paulo pablo paolo pavel pauli pawel pavlo pal pasha
penelope penny
peter pete pedro pietro pierre piet pjotr pyotr petr piotr petros petro pierluigi per petya petia
philip phil pip filippo felipe philipp felip filip philippe
pilar pili
rachel rae raquel
rafael rafa raphael raffaele rafal
raymond ray ramon raimund raimondo
rebecca becky becca rebekka
regina gina ina
reinhard reini
renate nate rena
richard dick rick ricky rich richie ricardo riccardo ryszard rikard
robert bob bobby rob robbie bert roberto robin ruprecht
roger rog ruggero rogelio
roland rolf rolando orlando
roman roma
ronald ron ronnie
rosalind rosa rose roz
rosario charo
rudolf rudi rolf rodolfo rudy
samantha sam sammy
samuel sam sammy samuele
santiago santi
sarah sally sara sadie sarita zara
sebastian seb basti bastian sebastiano wastl
sergei serge sergio seryozha serhii sergey serezha
siegfried siggi sigi
sigmund siggi
simon si simone simeon szymon
soledad sole
sophia sophie sofia sofie zofia sonia sonja sofya
stanislav stas slava stanislaw stan
stephanie steph steffi stefanie stefania estefania
stephen steve steven stephan stefan esteban etienne stefano steffen istvan stepan szczepan stevie
susan sue susie suzanne susanne suzy susanna sanne zuzana zuzanna sanna
svetlana sveta lana
tatiana tanya tania tatjana tanja
theodore ted teddy theo teodoro theodor fyodor fedor
theresa terry tess tessa teresa resi therese tere
thomas tom tommy tomas tommaso thom tomasz toma
timothy tim timmy timo timoteo timofei
tobias toby tobi
ulrich uli ulli
ursula uschi ulla ursel orsola
valentin val valentino
valentina valya valia
valery valera valerii
vasily vasya vasia vasilii vassily
veronica vera ronnie roni veronika
victor vic vittorio viktor wiktor vitya vitia
victoria vicky vickie tori viktoria vittoria viki
vincent vince vinnie vicente vincenzo vinzenz
virginia ginny ginger
vladimir volodya vova vlad wladimir volodymyr wlodzimierz volodia vladimiro
vyacheslav viacheslav slava
walter walt wally walther gualtiero
wilhelm willi willy wim helmut bill
wilhelmina mina minnie willa
william will bill billy willie liam guillermo guglielmo wilhelm guillaume willem
wolfgang wolf wolfi
yakov yasha iasha
yekaterina katya
yury yura iura iurii yuri
andrea
petra
paula paola pauline paulina
martina tina
michaela michelle michela
roberta bobbie
erica erika ericka
erik eric erich
karin carin
carla karla
claudia klaudia
claudio klaudius
silvia sylvia silvie sylvie
silvio sylvio
monica monika
sabine bine
sabrina
daniela daniella danielle
marion
marian mariano
mario
marina
norman norm
simona simone
adrian adriano hadrian
adriana
denis dennis
denise
luca
lucia lucie lucy luzia
julian julien giuliano
julius giulio julio
noah noe
leah lea
mila
milan
jana
janina
ines agnes
alice alicia alison
linda
brian bryan
sean
zachary zach zack
`;

/** For each given name, the numbers of the groups that it stands in. */
const groupsOf = new Map<string, number[]>();
GROUPS.trim()
  .split('\n')
  .forEach((line, group) => {
    for (const written of line.split(' ')) {
      const name = latinWord(written);
      const known = groupsOf.get(name);
      if (known === undefined) groupsOf.set(name, [group]);
      else known.push(group);
    }
  });

/**
 * True where two given names may be the same person's: a short form, or the form of another language.
 *
 * @example mayBeOneName('bill', 'wilhelm') // true
 */
export function mayBeOneName(a: string, b: string): boolean {
  const groups = groupsOf.get(a);
  if (groups === undefined) return false;
  return groupsOf.get(b)?.some((group) => groups.includes(group)) ?? false;
}

/** The groups of a given name as bits, some of which stand for several groups; 0 for one that the list has not. */
export function groupBitsOf(name: string): number {
  let bits = 0;
  for (const group of groupsOf.get(name) ?? []) bits |= 1 << (group & 31);
  return bits;
}

/**
 * What stands for all the forms of a given name, so that they fall into one block: two of its groups at most, or the name
 * itself where none is known.
 */
export function rootsOf(name: string): readonly string[] {
  return (
    groupsOf
      .get(name)
      ?.slice(0, 2)
      .map((group) => `=${group}`) ?? [name]
  );
}
