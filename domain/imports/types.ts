import type { AssetType } from '#domain/catalogue.ts';
import { foldLabel } from '#domain/register/search-text.ts';

/** Words of each type, French and English, as tools and people write them; the first that is found counts. */
const WORDS: readonly (readonly [AssetType, RegExp])[] = [
  ['vm', /machinevirtuelle|virtualmachine|serveurvirtuel|virtualserver|vmware|hyperv|^vms?$|^mv$/],
  ['access_point', /bornewifi|pointdacces|accesspoint|bornesansfil|^borne$|^wifi$|^ap$|wireless/],
  ['board', /^(tni|tbi|eni|evi)$|interacti(f|ve)(board|display|panel|screen)|tableau|ecran(numerique)?interactif|whiteboard|smartboard|ecrantactile/],
  ['projector', /projec|^vpi?$|^vp$|beamer/],
  ['printer', /imprim|printer|copieur|copier|multifonction|mfp|traceur|plotter|laserjet|officejet|^laser$|jetdencre/],
  ['tablet', /tablet|ipad|^tab$/],
  ['laptop', /portable|laptop|notebook|chromebook|ultrabook|convertible|macbook|detachable|^pcp$/],
  ['phone', /telephon|phone|smartphone|mobile|gsm|handset|toip/],
  ['server', /serveur|server|rackmount|blade|^nas$|storage|stockagereseau|mainserver/],
  ['switch', /switch|commutateur|routeur|router|networkequipment|networking|materielreseau|equipementreseau|firewall|parefeu|hub/],
  [
    'workstation',
    /poste|^pc|ordinateur|desktop|workstation|tower|^tour|computer|unitecentrale|allinone|imac|^uc$|station|thinclient|clientleger|minipc|fixe|sff/,
  ],
  [
    'other',
    /^equipe?ment$|autre|other|moniteur|monitor|^ecran$|ecranpc|display|peripherique|peripheral|onduleur|^ups$|scanner|camera|visualiseur|souris|clavier|casque|^divers|docking|station.accueil/,
  ],
];

/** The type that a word means; null: none that is known. */
export function parseType(text: string): AssetType | null {
  const folded = foldLabel(text);
  if (folded === '') return null;
  return WORDS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}
