/** Loaded before a server of the bench: its clock is `FAULTS_SERVER_AHEAD` ms ahead, as if the bench ran on another night. */
const ahead = Number(process.env.FAULTS_SERVER_AHEAD ?? 0);
const real = Date;
globalThis.Date = new Proxy(real, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [real.now() + ahead] : given, made === globalThis.Date ? target : made),
  apply: () => new real(real.now() + ahead).toString(),
  get: (target, key) => (key === 'now' ? () => real.now() + ahead : Reflect.get(target, key)),
});
