import type { AssetType } from '#domain/catalogue.ts';
import type { AssetId, RoomId, StickerCode } from '#domain/ids.ts';
import type { Dice } from './dice.ts';
import type { DemoSchool, RoomKind } from './schools.ts';

export interface DemoAsset {
  readonly id: AssetId;
  readonly code: StickerCode;
  readonly room: RoomId;
  readonly type: AssetType;
  readonly maker: string;
  readonly model: string;
  readonly serial: string;
  readonly inventory: string;
  readonly critical: boolean;
  readonly charter: boolean;
  readonly state: 'in_service' | 'in_repair' | 'in_stock';
  readonly purchasedOn: string;
  readonly warrantyUntil: string;
}

/** Makers and models as French schools have them, with the year they were bought and the length of the serial. */
const MODELS: Readonly<Record<AssetType, readonly (readonly [string, string, number, number])[]>> = {
  workstation: [
    ['HP', 'ProDesk 400 G6', 2020, 10],
    ['Lenovo', 'ThinkCentre M70q Gen 3', 2023, 8],
    ['Dell', 'OptiPlex 3080', 2021, 7],
    ['HP', 'Pro Mini 400 G9', 2024, 10],
  ],
  laptop: [
    ['Lenovo', 'ThinkPad L14 Gen 3', 2023, 8],
    ['HP', 'ProBook 450 G8', 2021, 10],
  ],
  tablet: [
    ['Apple', 'iPad (9e génération)', 2022, 12],
    ['Samsung', 'Galaxy Tab A8', 2022, 11],
  ],
  printer: [
    ['HP', 'LaserJet Pro M404dn', 2020, 10],
    ['Brother', 'MFC-L6800DW', 2019, 15],
    ['Ricoh', 'IM C3000', 2022, 11],
  ],
  projector: [
    ['Epson', 'EB-X49', 2020, 10],
    ['Epson', 'EB-L200F', 2022, 10],
    ['BenQ', 'MX560', 2021, 13],
  ],
  board: [
    ['SpeeChi', 'SuperGlass 75', 2023, 12],
    ['SMART', 'Board MX275', 2021, 14],
  ],
  switch: [
    ['Aruba', '2930F 48G', 2019, 10],
    ['HP', 'ProCurve 2530-24G', 2016, 10],
  ],
  access_point: [
    ['Aruba', 'AP-515', 2021, 10],
    ['Ubiquiti', 'U6-Pro', 2023, 12],
  ],
  server: [['Dell', 'PowerEdge T340', 2020, 7]],
  // No school of the demonstration runs one; of other things its dice would fall otherwise.
  vm: [],
  phone: [
    ['Yealink', 'T33G', 2022, 16],
    ['Alcatel-Lucent', '8018', 2018, 13],
  ],
  other: [['Logitech', 'Rally Bar Mini', 2022, 12]],
};

/** What stands in a room of each kind: type, how many. */
const FURNISHED: Readonly<Record<RoomKind, readonly (readonly [AssetType, number])[]>> = {
  class: [
    ['workstation', 1],
    ['projector', 1],
  ],
  computers: [
    ['workstation', 26],
    ['projector', 1],
    ['printer', 1],
    ['switch', 1],
  ],
  science: [
    ['workstation', 12],
    ['projector', 1],
  ],
  library: [
    ['workstation', 8],
    ['laptop', 24],
    ['tablet', 24],
    ['printer', 2],
    ['access_point', 1],
  ],
  office: [
    ['workstation', 8],
    ['printer', 1],
    ['phone', 3],
  ],
  hall: [
    ['projector', 1],
    ['access_point', 1],
    ['phone', 1],
  ],
  technical: [
    ['switch', 4],
    ['server', 1],
    ['other', 1],
  ],
};

/** About 350 assets, room after room; one classroom in three has a board, every fourth an access point. */
export function demoEquipment(dice: Dice, school: DemoSchool): DemoAsset[] {
  let inventory = 4000;
  return school.rooms.flatMap((room, index) => {
    const here = [...FURNISHED[room.kind]];
    if (room.kind === 'class' && index % 3 === 0) here.push(['board', 1]);
    if (room.kind === 'class' && index % 4 === 0) here.push(['access_point', 1]);
    return here.flatMap(([type, count]) => {
      // A room is bought at once: one model for all of a kind.
      const [maker, model, year, length] = dice.pick(MODELS[type]);
      const month = String(dice.between(1, 12)).padStart(2, '0');
      return Array.from({ length: count }, (): DemoAsset => {
        inventory += dice.between(1, 3);
        return {
          id: dice.id(),
          code: dice.code(),
          room: room.id,
          type,
          maker,
          model,
          serial: dice.serial(length),
          inventory: String(inventory).padStart(5, '0'),
          critical: type === 'server' || (type === 'switch' && room.kind === 'technical'),
          // Bought before the charter asked for what they lack.
          charter: year >= 2019 || type === 'server',
          state: dice.next() < 0.02 ? 'in_repair' : 'in_service',
          purchasedOn: `${year}-${month}-15`,
          warrantyUntil: `${year + 4}-${month}-14`,
        };
      });
    });
  });
}
