/** Passwords and codes by the ten thousand, and what the answers tell of who has an account. */
import { ask, formToken, knock, many, signIn } from './line.ts';
import { median, type Siege } from './siege.ts';

const address = (i: number) => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;

export async function passwords({ url, check, password }: Siege, device: string): Promise<void> {
  const { token, cookie } = await formToken(url);
  const wrong = (login: string, i: number, from: string) => knock(url, { login, password: `mauvais mot ${i}`, token, cookie, from });
  const count = (all: readonly { status: number }[], status: number) => all.filter((one) => one.status === status).length;

  const one = await many(Array.from({ length: 5000 }), 16, (_, i) => wrong('karim', i, '198.51.100.66'));
  check(
    '5 000 wrong passwords from one address: ten are looked at, nobody is in',
    count(one, 200) === 0 && count(one, 401) <= 10 && count(one, 429) >= 4900,
    {
      in: count(one, 200),
      looked: count(one, 401),
      refused: count(one, 429),
    },
  );
  const spread = await many(Array.from({ length: 4000 }), 16, (_, i) => wrong('karim', i, address(i)));
  check('4 000 more on the same account from as many addresses: twenty, then one a minute', count(spread, 200) === 0 && count(spread, 401) <= 40, {
    in: count(spread, 200),
    looked: count(spread, 401),
    refused: count(spread, 429),
  });
  const others = await many(Array.from({ length: 1000 }), 60, (_, i) => wrong(`personne${i}`, i, address(100_000 + i)));
  check(
    '1 000 at once on as many accounts from as many addresses: nobody is in, and who waits is told so',
    count(others, 200) === 0 && count(others, 0) === 0,
    {
      in: count(others, 200),
      busy: count(others, 503),
      cut: [...new Set(others.map(({ fault }) => fault))],
    },
  );
  const own = await signIn(url, 'karim', password, '203.0.113.77', device);
  check('the owner of that account signs in at once on the device it is known on', own.status === 200, own.status);
  const fresh = await signIn(url, 'sofia', password, '203.0.113.78');
  check('somebody else signs in at once, on a new device', fresh.status === 200, fresh.status);
}

export async function codes({ url, check }: Siege): Promise<void> {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const code = (i: number) => Array.from({ length: 8 }, (_, k) => letters[(i * 7919 + k * 104_729 + ((i >> k) % 31)) % 32]).join('');
  const answers = await many(Array.from({ length: 10_000 }), 16, (_, i) => ask(url, `/a/${code(i)}`, { headers: { accept: 'text/html' } }));
  const kinds = new Set(answers.map(({ status, text }) => `${status} ${text.length}`));
  const statuses = new Set(answers.map(({ status }) => status));
  check(
    '10 000 guessed codes get one and the same page, or a refusal to look',
    statuses.size <= 2 && [...statuses].every((s) => s === 200 || s === 404 || s === 429) && kinds.size <= 2,
    [...kinds].slice(0, 5),
  );
}

/** By what is said, and how long it takes, do an account that exists and one that does not differ? */
export async function oracle({ url, check }: Siege): Promise<void> {
  const { token, cookie } = await formToken(url);
  const shape = ({ status, text, headers }: Awaited<ReturnType<typeof ask>>) => `${status} ${text} ${Object.keys(headers).sort().join()}`;
  let from = 200_000;
  const nextFrom = () => {
    from += 1;
    return from;
  };
  const at = (login: string) => knock(url, { login, password: 'une autre rivière sous la lune', token, cookie, from: address(nextFrom()) });
  const known = ['tom', 'yann', 'luc', 'paul', 'nadia', 'anne', 'denis', 'bruno', 'region', 'claire', 'hugo'];
  const shapes = new Set<string>();
  const [there, absent, ratios]: [number[], number[], number[]] = [[], [], []];
  const apart = () => Math.min(Math.abs(median(there) / median(absent) - 1), Math.abs(median(ratios) - 1));
  // Other work of this machine slows whole seconds: the two of a pair are asked one right after the other, and every pair of all rounds counts.
  for (let round = 0; round < 4 && (round === 0 || apart() > 0.05); round += 1) {
    for (let i = 0; i < 50; i += 1) {
      const pair = [known[i % known.length] ?? '', `inconnu${round}${i}`];
      const took = new Map<string, number>();
      for (const login of i % 2 ? pair : pair.reverse()) {
        const answer = await at(login);
        if (answer.status !== 401) continue;
        shapes.add(shape(answer));
        took.set(known.includes(login) ? 'there' : 'absent', answer.took);
      }
      const [a, b] = [took.get('there'), took.get('absent')];
      if (a === undefined || b === undefined) continue;
      there.push(a);
      absent.push(b);
      ratios.push(a / b);
    }
  }
  const seen = `${median(there).toFixed(1)} / ${median(absent).toFixed(1)} ms, by pairs ${median(ratios).toFixed(3)}, ${ratios.length} pairs`;
  check('an account that exists and one that does not are answered by the same words', shapes.size === 1, [...shapes]);
  check(`and in the same time: medians within 5 % (${seen})`, ratios.length >= 50 && apart() <= 0.05, seen);
}
