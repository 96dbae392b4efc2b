'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { ACCOUNT, readAccount } from './ask.ts';
import { OwnData } from './OwnData.tsx';
import { Passkeys } from './Passkeys.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { Sessions } from './Sessions.tsx';

/** One's own account: how one is reached, the password, and every device where one is signed in. Online only: the server's word counts. */
export function AccountScreen() {
  const { words: w } = useField();
  useTitle(w.account.title);
  const queries = useQueryClient();
  const { data: account, isError } = useQuery({ queryKey: ACCOUNT, queryFn: readAccount });
  const changed = () => queries.invalidateQueries({ queryKey: ACCOUNT });
  return (
    <Screen top={<TopBar title={w.account.title} back={{ href: '/me', label: w.common.back }} chip={<Chip />} />} column>
      {account === undefined && !isError && <p role="status">{w.common.loading}</p>}
      {account === undefined && isError && <Note icon="cloud-off" tone="w" title={w.account.needNetwork} />}
      {account !== undefined && (
        <>
          <Sessions sessions={account.sessions} changed={changed} />
          <Passkeys account={account} changed={changed} />
          <ProfileForm account={account} changed={changed} />
          {account.hasPassword ? <PasswordForm changed={changed} /> : <Note icon="key-round">{w.account.noPassword}</Note>}
          <OwnData />
        </>
      )}
    </Screen>
  );
}
