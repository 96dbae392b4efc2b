/**
 * What is left of stored words that fits the form: a draft of an older form, or a damaged one, must not stop the screen that offers it.
 * @param blank the form untouched; a field that is null there may hold null or a text
 */
export function fitting<T extends object>(blank: T, found: object): Partial<T> {
  const fits = (name: string, value: unknown): boolean => {
    const untouched = (blank as Readonly<Record<string, unknown>>)[name];
    if (untouched === null) return value === null || typeof value === 'string';
    return typeof value === typeof untouched && Array.isArray(value) === Array.isArray(untouched) && value !== null;
  };
  return Object.fromEntries(Object.entries(found).filter(([name, value]) => Object.hasOwn(blank, name) && fits(name, value))) as Partial<T>;
}
