'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Switch } from '#app/_ui/Switch.tsx';
import { type Topic, topicsOf } from '#domain/alerts.ts';
import type { Choices } from '#server/push/choices.ts';

const CHOICES = ['push', 'choices'] as const;
const MAIL = 'mail';

async function readChoices(): Promise<Choices> {
  const answer = await fetch('/api/push/choices', { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`choices: ${answer.status}`);
  return (await answer.json()) as Choices;
}

/** @returns the status of the answer; 0: none */
async function sendChoice(topic: Topic, channel: string, wanted: boolean): Promise<number> {
  const answer = await fetch('/api/push/choices', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ topic, channel, wanted }),
    redirect: 'error',
  }).catch(() => null);
  return answer?.status ?? 0;
}

/** What I want to hear: one switch a topic for this device, and one for mail. @param device null: it hears nothing, so there is nothing to choose */
export function AlertChoices({ device }: { device: string | null }) {
  const { words: w, actor } = useField();
  const queries = useQueryClient();
  const { data: choices, isError } = useQuery({ queryKey: CHOICES, queryFn: readChoices });
  const [trouble, setTrouble] = useState<{ channel: string; because: 'on-call' | 'failed' } | null>(null);
  const d = w.devices;

  const choose = async (topic: Topic, channel: string, wanted: boolean) => {
    setTrouble(null);
    // Shown at once, and as the server has it afterwards.
    queries.setQueryData<Choices>(CHOICES, (held) => {
      if (held === undefined) return held;
      const off = held.off.filter((o) => o.topic !== topic || o.channel !== channel);
      return { ...held, off: wanted ? off : [...off, { topic, channel }] };
    });
    const status = await sendChoice(topic, channel, wanted);
    if (status !== 204) setTrouble({ channel, because: status === 409 ? 'on-call' : 'failed' });
    await queries.invalidateQueries({ queryKey: CHOICES });
  };

  const group = (title: string, channel: string, blocked: string | null) => (
    <Group
      title={title}
      after={
        trouble?.channel === channel && (
          <Note icon="triangle-alert" tone="w" alert title={trouble.because === 'on-call' ? d.onCall : d.notKept}>
            {trouble.because === 'on-call' ? d.onCallThen : d.notKeptThen}
          </Note>
        )
      }
    >
      {blocked !== null || choices === undefined ? (
        <EmptyRow text={blocked ?? (isError ? w.alerts.needNetwork : w.common.loading)} />
      ) : (
        topicsOf(actor).map((topic) => (
          <Switch
            key={topic}
            label={d.topic[topic]}
            hint={topic === 'calls' && channel !== MAIL && choices.onCall ? d.onCall : d.hint[topic]}
            on={!choices.off.some((o) => o.topic === topic && o.channel === channel)}
            onChange={(wanted) => void choose(topic, channel, wanted)}
            yes={w.common.yes}
            no={w.common.no}
          />
        ))
      )}
    </Group>
  );

  return (
    <>
      {device !== null && group(d.here, device, null)}
      {group(d.mail, MAIL, choices?.mail === 'none' ? d.noMail : choices?.mail === 'refused' ? d.mailRefused : null)}
    </>
  );
}
