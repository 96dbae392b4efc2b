import 'server-only';

/**
 * Words that people, French and English, make passwords of, as published lists of leaked passwords show them; in their bare form: lower case,
 * no accent, no figures or signs around. "Motdepasse2026!" is found by its `motdepasse`.
 */
const WORDS = `
password passwort passw0rd passe motdepasse monmotdepasse lemotdepasse nouveaumotdepasse changeme changemoi changezmoi changermotdepasse
changethis default defaut secret secrets monsecret topsecret letmein laissezmoi entrer bonjour bonsoir salut coucou hello helloworld bienvenue
welcome admin administrateur administrator administration root toor superuser superviseur supervisor user utilisateur username guest invite
login connexion connecter session identifiant test tester testing essai demo demonstration exemple example sample temp temporaire temporary
provisoire initial generique password1 motdepasse1 azerty azertyuiop qwerty qwertyuiop qwertz azer azert qsdf qsdfghjklm wxcvbn asdf asdfgh
asdfghjkl zxcvbn zxcvbnm poiuytreza mlkjhgfdsq nbvcxw azertyqwerty azqswx aqwzsx qwaszx qazwsx qazwsxedc aqwxsz zaqwsx iloveyou jetaime
jetaimeplus jetaimemonamour jetadore monamour amour amoureux cherie chouchou doudou bebe loulou loulou minou chaton coeur moncoeur tresor
princesse princess prince soleil sunshine etoile star lune moon licorne unicorn dragon dolphin dauphin monkey singe tigre tiger lion panther
panthere loup wolf chien chat dog cat lapin rabbit papillon butterfly cheval horse football soccer baseball basketball rugby handball tennis
marseille olympiquedemarseille parissaintgermain psg lyon olympiquelyonnais bordeaux nantes toulouse lille rennes strasbourg montpellier nice
paris france vivelafrance allezlesbleus lesbleus bretagne normandie alsace corse provence bourgogne vacances ete hiver printemps automne
summer winter spring autumn janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april
june july august september october november december lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday
friday saturday sunday nicolas julien thomas alexandre maxime camille marine pauline charlotte sebastien christophe frederic stephane
philippe laurent olivier pascal patrick isabelle nathalie catherine christine valerie sandrine stephanie virginie caroline celine aurelie
emilie sophie marie martine sylvie veronique brigitte jerome guillaume benjamin antoine romain florian quentin kevin jordan michael michelle
jessica jennifer ashley daniel andrew charlie joshua matthew robert superman batman spiderman pokemon pikachu starwars skywalker naruto
minecraft fortnite doudou chocolat chocolate caramel fraise vanille cookie nutella fromage baguette croissant orange banane cerise cherry
computer ordinateur internet ecole college lycee universite university school academie rectorat education educationnationale professeur
prof teacher eleve etudiant student classe cantine recreation maitresse maternelle primaire secretariat direction intendance vie scolaire
viescolaire bureau office service informatique support assistance depannage helpdesk hotline serveur server network reseau wifi windows
microsoft google facebook instagram youtube samsung iphone android apple orange bouygues relais master maitre king queen roi reine freedom
liberte egalite fraternite libertegalitefraternite whatever trustno superstar hunter killer ninja jordan mustang ferrari porsche mercedes
renault peugeot citroen maison house famille family maman papa mother father bonheur happiness happy heureux merci thankyou please
correcthorsebatterystaple correcthorse battery staple abracadabra abcdefghijkl alphabet rienrien rien nothing personne nobody jesus dieu god
confiance sesame ouvretoi sesameouvretoi opensesame blink matrix metallica nirvana johnny goldorak tintin asterix obelix
`;

const COMMON: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter((word) => word !== ''));

/** What runs along a keyboard or counts, in both directions: any stretch of it is no secret. */
const RUNS = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertyuiopasdfghjklzxcvbnm',
  '1a2z3e4r5t6y7u8i9o0p',
  '1q2w3e4r5t6y7u8i9o0p',
];
const STRETCHES = RUNS.flatMap((run) => [run, [...run].reverse().join('')]);

const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '€': 'e', '!': 'i' };

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

const lettersOf = (text: string) => text.replace(/[^a-z]/g, '');

/** Is it made of words of the set, one after the other, and nothing else? */
function spells(text: string, known: ReadonlySet<string>): boolean {
  const reached = new Set([0]);
  for (let end = 1; end <= text.length; end += 1) {
    if ([...reached].some((start) => known.has(text.slice(start, end)))) reached.add(end);
  }
  return text !== '' && reached.has(text.length);
}

/**
 * Would somebody who guesses try it early? True for a common word or two with figures and signs around, for stretches of the keyboard,
 * for few signs repeated, and for what the person is called here.
 */
export function isCommon(password: string, own: readonly string[]): boolean {
  const folded = fold(password);
  if (new Set(folded).size < 5) return true;
  if (STRETCHES.some((run) => run.includes(folded.replace(/[^a-z0-9]/g, '')))) return true;
  const mine = own.flatMap((name) => fold(name).split(/[^a-z]+/)).filter((part) => part.length >= 3);
  const known = new Set([...COMMON, ...mine]);
  const plain = lettersOf(folded);
  const unmasked = lettersOf([...folded.replace(/[^a-z@$€]+$/, '')].map((sign) => LEET[sign] ?? sign).join(''));
  // Two words at most: four common words in a row are a good phrase.
  return [plain, unmasked].some((letters) => known.has(letters) || isTwo(letters, known) || isRepeated(letters, known));
}

function isTwo(letters: string, known: ReadonlySet<string>): boolean {
  for (let cut = 1; cut < letters.length; cut += 1) {
    if (known.has(letters.slice(0, cut)) && known.has(letters.slice(cut))) return true;
  }
  return false;
}

function isRepeated(letters: string, known: ReadonlySet<string>): boolean {
  const unit = /^(.+?)\1+$/.exec(letters)?.[1];
  return unit !== undefined && (unit.length < 6 || spells(unit, known));
}
