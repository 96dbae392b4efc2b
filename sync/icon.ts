/**
 * A picture of ours as a data URL. A browser fetches a notification's pictures before it shows it, and waits more than a minute for a line
 * that swallows everything: what the phone holds already needs no line.
 * @param held finds it among what this device keeps
 * @returns undefined where it is not kept: the notification is shown without it
 */
export async function iconAsData(path: string, held: (path: string) => Promise<Response | undefined>): Promise<string | undefined> {
  try {
    const response = await held(path);
    if (response === undefined || !response.ok) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    // btoa reads characters; these are a few kilobytes.
    return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
  } catch {
    return undefined;
  }
}
