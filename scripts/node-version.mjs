// Plain JavaScript, with nothing to install: it must run on the Node that it refuses.

/** Says why this Node cannot run Relais, and ends; does nothing where it can. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Relais demande Node 20.19 ou plus récent ; cette machine a Node ${process.versions.node}.`);
  console.error(`Relais needs Node 20.19 or newer; this machine has Node ${process.versions.node}.`);
  process.exit(1);
}
