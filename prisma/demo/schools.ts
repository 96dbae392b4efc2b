import type { RoomId, SiteId } from '#domain/ids.ts';
import type { Resource } from '#domain/resource.ts';
import type { Dice } from './dice.ts';

export type RoomKind = 'class' | 'computers' | 'science' | 'library' | 'office' | 'hall' | 'technical';

export interface DemoRoom {
  readonly id: RoomId;
  readonly building: string | null;
  readonly floor: string | null;
  readonly name: string;
  readonly kind: RoomKind;
}

export interface DemoSchool {
  readonly id: SiteId;
  readonly uai: string;
  readonly name: string;
  readonly city: string;
  readonly phone: string;
  /** The service desk's. */
  readonly desk: string;
  readonly rooms: readonly DemoRoom[];
}

/** Check letter of a school code (recipes: 7 digits, then this letter; checked on 1 607 real ones). */
function uai(digits: string): string {
  return digits + 'ABCDEFGHJKLMNPRSTUVWXYZ'[Number(digits) % 23];
}

/** What rights are asked on, the same at both. */
export const DEMO_RESOURCES: readonly Resource[] = [
  { name: 'Dossier Budget', owner: 'Intendance', sensitive: true },
  { name: 'Dossier Examens', owner: 'Secrétariat', sensitive: true },
  { name: 'Partage Enseignants', owner: 'Direction adjointe', sensitive: false },
];

/** One service desk for all. */
const DESK = '02 61 91 12 00';

interface Plan {
  readonly digits: string;
  readonly name: string;
  readonly city: string;
  readonly phone: string;
  /** building, floor, first number, how many classrooms */
  readonly classes: readonly (readonly [string, string, number, number])[];
  readonly special: readonly (readonly [string | null, string | null, string, RoomKind])[];
}

// Codes of a département's free range, numbers of the range that the regulator keeps for fiction (ARCEP 2018-0881, 02 61 91 00 00 on).
const PLANS: readonly Plan[] = [
  {
    digits: '0459901',
    name: 'Lycée Jean-Zay',
    city: 'Orléans',
    phone: '02 61 91 12 40',
    classes: [
      ['Bât. A', 'RdC', 1, 6],
      ['Bât. A', '1er', 101, 8],
      ['Bât. B', '2e', 201, 10],
      ['Bât. C', '1er', 121, 6],
    ],
    special: [
      ['Bât. A', '1er', '112', 'computers'],
      ['Bât. B', '2e', '218', 'computers'],
      ['Bât. B', '2e', '220', 'computers'],
      ['Bât. C', 'RdC', 'Labo 1', 'science'],
      ['Bât. C', 'RdC', 'Labo 2', 'science'],
      ['Bât. C', '1er', 'STI 1', 'computers'],
      [null, null, 'CDI', 'library'],
      [null, null, 'Vie sco.', 'office'],
      [null, null, 'Admin.', 'office'],
      [null, null, 'Salle profs', 'office'],
      [null, null, 'Accueil', 'office'],
      [null, null, 'Infirm.', 'office'],
      [null, null, 'Poly.', 'hall'],
      [null, null, 'Gymnase', 'hall'],
      ['Bât. A', 'RdC', 'Baie 1', 'technical'],
      ['Bât. B', '2e', 'Baie 2', 'technical'],
    ],
  },
  {
    digits: '0379902',
    name: 'Collège Simone-Veil',
    city: 'Tours',
    phone: '02 61 91 12 60',
    classes: [
      ['Aile nord', 'RdC', 1, 8],
      ['Aile nord', '1er', 11, 8],
      ['Aile sud', '1er', 31, 10],
    ],
    special: [
      ['Aile nord', 'RdC', 'Info 1', 'computers'],
      ['Aile sud', '1er', 'Info 2', 'computers'],
      ['Aile sud', 'RdC', 'Techno 1', 'computers'],
      ['Aile sud', 'RdC', 'Techno 2', 'computers'],
      ['Aile sud', 'RdC', 'SVT', 'science'],
      ['Aile sud', 'RdC', 'Physique', 'science'],
      [null, null, 'CDI', 'library'],
      [null, null, 'Vie sco.', 'office'],
      [null, null, 'Admin.', 'office'],
      [null, null, 'Salle profs', 'office'],
      [null, null, 'Accueil', 'office'],
      [null, null, 'Cantine', 'hall'],
      [null, null, 'Gymnase', 'hall'],
      ['Aile nord', 'RdC', 'Baie 1', 'technical'],
    ],
  },
];

export function demoSchools(dice: Dice): DemoSchool[] {
  return PLANS.map(({ digits, name, city, phone, classes, special }) => {
    const taken = new Set(special.map(([building, , room]) => `${building}/${room}`));
    const classrooms = classes.flatMap(([building, floor, first, count]) =>
      Array.from({ length: count }, (_, i): DemoRoom => ({ id: dice.id(), building, floor, name: String(first + i), kind: 'class' })),
    );
    const others = special.map(([building, floor, room, kind]): DemoRoom => ({ id: dice.id(), building, floor, name: room, kind }));
    return {
      id: dice.id(),
      uai: uai(digits),
      name,
      city,
      phone,
      desk: DESK,
      rooms: [...classrooms.filter((r) => !taken.has(`${r.building}/${r.name}`)), ...others],
    };
  });
}
