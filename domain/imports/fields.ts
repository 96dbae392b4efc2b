import { foldLabel } from '#domain/register/search-text.ts';

/** What a column may hold. Codes are kept with the mapping of a source. */
export const FIELDS = [
  'site',
  'place',
  'building',
  'floor',
  'room',
  'name',
  'type',
  'maker',
  'model',
  'serial',
  'inventory',
  'state',
  'purchasedOn',
  'warrantyUntil',
  'cost',
  'supplier',
  'orderNumber',
  'critical',
  'vip',
  'charter',
  'note',
  'id',
] as const;
export type AssetField = (typeof FIELDS)[number];

/** Of the register of schools: one line a site. */
export const SITE_FIELDS = ['uai', 'siteName', 'city', 'address', 'postcode', 'phone', 'kind', 'academy', 'pupils', 'department'] as const;
export type SiteField = (typeof SITE_FIELDS)[number];

export type Field = AssetField | SiteField;

/** The kinds of file that are known. `sheet`: any other table with headers. */
export const FORMATS = ['glpi', 'itop', 'snipe', 'agent', 'ocs', 'schools', 'sheet'] as const;
export type Format = (typeof FORMATS)[number];

/** Headers as people and their tools write them, folded: no accents, signs or capitals. The first of a field is the one of our own model. */
const HEADERS: Readonly<Record<AssetField, string>> = {
  site: 'Établissement|UAI|Code UAI|RNE|Site|School|Entité|Entity|Nom site|Location name|Code établissement|Nom de l’établissement',
  place: 'Lieu|Location|Localisation|Emplacement|Place|Nom lieu',
  building: 'Bâtiment|Building|Bat',
  floor: 'Étage|Floor|Niveau',
  room: 'Salle|Room|Pièce|Local|Numéro de salle|Room number',
  name: 'Nom|Name|Nom du poste|Nom de l’ordinateur|Hostname|Computer name|Asset name|Nom de l’équipement|Désignation',
  type: 'Type|Catégorie|Category|Type d’équipement|Asset type|Type de matériel|Item type|Sous-type|Nature',
  maker: 'Fabricant|Manufacturer|Marque|Nom marque|Brand name|Brand|Constructeur|Maker|Make|Manufacturers',
  model: 'Modèle|Model|Nom modèle|Model name|Modèle du matériel|Référence',
  serial: 'Numéro de série|N° de série|Serial number|Serial|No série|Num série|S/N|SN|N° série|Service tag',
  inventory:
    'Numéro d’inventaire|N° d’inventaire|Inventory number|Asset tag|Numéro asset|Asset number|Inventaire|Code inventaire|N° inventaire|Étiquette|Inventory',
  state: 'État|Statut|Status|State|Statuts',
  purchasedOn:
    'Date d’achat|Purchase date|Date of purchase|Acheté le|Achat|Informations financières et administratives - Date d’achat|Informations administratives et financières - Date d’achat|Financial and administrative information - Date of purchase|Date de mise en service|Startup date',
  warrantyUntil:
    'Fin de garantie|Date de fin de garantie|Garantie jusqu’au|End of warranty|Warranty expires|Warranty expiration date|Warranty until|Date d’expiration de la garantie|Informations financières et administratives - Date d’expiration de la garantie|Informations administratives et financières - Date d’expiration de la garantie|Financial and administrative information - Warranty expiration date',
  cost: 'Coût|Prix|Prix d’achat|Purchase cost|Cost|Valeur|Value|Price|Montant|Informations financières et administratives - Valeur|Financial and administrative information - Value',
  supplier:
    'Fournisseur|Supplier|Vendor|Informations financières et administratives - Fournisseur|Financial and administrative information - Supplier',
  orderNumber:
    'Numéro de commande|N° de commande|Order number|Bon de commande|Informations financières et administratives - Numéro de commande|Financial and administrative information - Order number',
  critical: 'Critique|Criticité|Business criticality|Critical',
  vip: 'VIP',
  charter: 'Conforme à la charte|Charte|Charter',
  note: 'Commentaire|Commentaires|Comments|Comment|Note|Notes|Asset notes|Description|Remarque|Observations',
  id: 'Identifiant|ID|Id. GLPI|Asset ID',
};

const BY_HEADER: ReadonlyMap<string, AssetField> = new Map(
  // Of a header that two fields claim, the first one's.
  FIELDS.toReversed().flatMap((field) => HEADERS[field].split('|').map((header) => [foldLabel(header), field] as const)),
);

/** Of the register of schools, as it is published, and as one would type it. */
const SITE_HEADERS: Readonly<Record<SiteField, string>> = {
  uai: 'Identifiant_de_l_etablissement|UAI|Code UAI|numero_uai|RNE',
  siteName: 'Nom_etablissement|Nom de l’établissement|appellation_officielle|Nom',
  city: 'Nom_commune|Commune|Ville|libelle_commune',
  address: 'Adresse_1|Adresse|adresse_uai',
  postcode: 'Code_postal|CP|code_postal_uai',
  phone: 'Telephone|Téléphone',
  kind: 'libelle_nature|Type_etablissement|Nature|Type',
  academy: 'Libelle_academie|Académie',
  pupils: 'Nombre_d_eleves|Nombre d’élèves|Élèves|effectif',
  department: 'Code_departement|Département',
};

const foldedOf = (headers: string) => headers.split('|').map(foldLabel);

/** The kind of a table, by headers that no other has. */
export function formatOf(headers: readonly string[]): Format {
  const here = new Set(headers.map(foldLabel));
  const has = (...names: readonly string[]) => names.filter((n) => here.has(foldLabel(n))).length;
  if (has('Identifiant_de_l_etablissement', 'numero_uai') > 0 && has('Nom_etablissement', 'appellation_officielle') > 0) return 'schools';
  if (has('Nom organisation', 'Nom Marque', 'Nom Modèle', 'Nom Famille OS') >= 2) return 'itop';
  if (has('Organization name', 'Brand name', 'Business criticality', 'OS family name') >= 2) return 'itop';
  if (has('Asset Tag') === 1 && has('Category', 'Model Number', 'Checkout Type', 'Company', 'Order Number') >= 2) return 'snipe';
  const glpi = [
    'Statut',
    'Status',
    'Fabricant',
    'Manufacturer',
    'Manufacturers',
    'Lieu',
    'Location',
    'Entité',
    'Entity',
    'Dernière modification',
    'Last update',
  ];
  const isGlpi = headers.some((h) =>
    /^(Système d.exploitation|Composants|Operating System|Components|Informations (financières|administratives)|Financial and) ?.* - /i.test(h),
  );
  return isGlpi || has(...glpi) >= 3 ? 'glpi' : 'sheet';
}

/**
 * What each column probably holds; null: nothing of ours. A field is taken once, by the first header of its name: Snipe-IT says several twice.
 */
export function fieldsOf(headers: readonly string[], format: Format): (Field | null)[] {
  const taken = new Set<Field>();
  const folded = headers.map(foldLabel);
  if (format === 'schools') {
    const found = folded.map(() => null as Field | null);
    for (const field of SITE_FIELDS) {
      // By the order of the names: libelle_nature says more than Type_etablissement.
      const at = foldedOf(SITE_HEADERS[field])
        .map((name) => folded.findIndex((f, i) => f === name && found[i] === null))
        .find((i) => i >= 0);
      if (at !== undefined) found[at] = field;
    }
    return found;
  }
  return folded.map((header) => {
    const field = ownField(header, format) ?? BY_HEADER.get(header) ?? null;
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Where a tool means something of its own by a header. */
function ownField(header: string, format: Format): AssetField | null {
  // What iTop calls a number, GLPI an internal one.
  if (format === 'itop' && header === foldLabel('Nom organisation')) return 'site';
  if (format === 'itop' && header === foldLabel('Organization name')) return 'site';
  if (format === 'itop' && (header === foldLabel('Nom site') || header === foldLabel('Location name'))) return 'place';
  if (format === 'snipe' && header === 'company') return 'site';
  return null;
}

/** The headers of our own model, in its order. */
export function modelHeaders(language: 'fr' | 'en'): string[] {
  const english: Partial<Record<AssetField, string>> = {
    ...{ site: 'School', building: 'Building', floor: 'Floor', room: 'Room', name: 'Name', type: 'Type', maker: 'Manufacturer', model: 'Model' },
    ...{ serial: 'Serial number', inventory: 'Inventory number', state: 'Status', purchasedOn: 'Purchase date', warrantyUntil: 'Warranty until' },
    ...{
      cost: 'Cost',
      supplier: 'Supplier',
      orderNumber: 'Order number',
      critical: 'Critical',
      vip: 'VIP',
      charter: 'Charter',
      note: 'Note',
      id: 'ID',
    },
  };
  return FIELDS.filter((f) => f !== 'place').map((f) => (language === 'en' ? english[f] : undefined) ?? HEADERS[f].split('|')[0] ?? f);
}
