/** What stands before an installation in real life: the end of https. */
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { makeCertificate } from '#test/push/certificate.ts';

/** Passes on what it deciphers. @param port of https @param to of the server @returns how to end it */
export async function startSecure(port: number, to: number): Promise<() => Promise<void>> {
  const server = createServer({ ...makeCertificate(Date.now()), ALPNProtocols: ['http/1.1'] }, (outside) => {
    const inside = connect(to, 'localhost');
    outside.on('error', () => inside.destroy()).on('close', () => inside.destroy());
    inside.on('error', () => outside.destroy()).on('close', () => outside.destroy());
    outside.pipe(inside).pipe(outside);
  });
  await new Promise<void>((done) => server.listen(port, 'localhost', done));
  return async () => {
    server.close();
  };
}
