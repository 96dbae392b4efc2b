'use server';
import type { ImportHead } from '#domain/imports/report.ts';
import type { Told } from '#server/office/desk.ts';
import {
  atImports,
  dropImport,
  type ImportDetail,
  type Imports,
  importProgress,
  listImports,
  mapImport,
  readImport,
  showImport,
  startImport,
  stopImport,
  undoneImport,
} from '#server/office/imports.ts';

/** What whoever brings lists in may do, each within their sites. */

export async function imports(): Promise<Told<Imports>> {
  return atImports(listImports);
}

export async function readFiles(id: unknown): Promise<Told<ImportDetail>> {
  return atImports((importer) => readImport(importer, id));
}

export async function shownImport(id: unknown): Promise<Told<ImportDetail>> {
  return atImports((importer) => showImport(importer, id));
}

export async function progressOf(id: unknown): Promise<Told<ImportHead>> {
  return atImports((importer) => importProgress(importer, id));
}

export async function setMapping(input: unknown): Promise<Told<ImportDetail>> {
  return atImports((importer) => mapImport(importer, input));
}

export async function writeImport(id: unknown): Promise<Told<null>> {
  return atImports((importer) => startImport(importer, id));
}

export async function haltImport(id: unknown): Promise<Told<null>> {
  return atImports((importer) => stopImport(importer, id));
}

export async function undoWhole(id: unknown): Promise<Told<null>> {
  return atImports((importer) => undoneImport(importer, id));
}

export async function discardImport(id: unknown): Promise<Told<null>> {
  return atImports((importer) => dropImport(importer, id));
}
