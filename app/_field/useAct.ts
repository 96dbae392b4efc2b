'use client';
import { useCallback, useRef, useState } from 'react';
import type { AnyCommand, RegisterCommand } from '#domain/register/commands.ts';
import type { Command, CommandType } from '#domain/ticket/commands.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { type Picture, StorageProblem } from '#sync/port.ts';
import { useField } from './field.tsx';

interface Options {
  readonly photos?: readonly Picture[];
  readonly said?: string;
}

export interface Act {
  /** @returns whether it is on this phone now; said in a toast when it is, by `problem` when not. A second tap on the way does nothing. */
  readonly act: {
    (command: Command, options?: Options): Promise<boolean>;
    // The words for equipment come later than the first screen: whoever says them brings them (app/_asset/useChange.ts).
    (command: RegisterCommand, options: Options & { readonly said: string }): Promise<boolean>;
  };
  /** Why nothing was kept, in a sentence; null when all is well. */
  readonly problem: string | null;
}

/** The device's trouble as the person reads it. */
export function troubleOf(w: Words, error: unknown): string {
  return error instanceof StorageProblem && error.trouble === 'unavailable' ? w.sync.storage.blocked : w.sync.storage.notKept;
}

/** A tap that becomes a command: kept, then said. */
export function useAct(): Act {
  const { submit, toast, words: w } = useField();
  const [problem, setProblem] = useState<string | null>(null);
  const isBusy = useRef(false);
  const act = useCallback(
    async (command: AnyCommand, { photos = [], said }: Options = {}) => {
      if (isBusy.current) return false;
      isBusy.current = true;
      try {
        await submit(command, photos);
        setProblem(null);
        toast(said ?? w.verbs.command[command.type as CommandType].done);
        return true;
      } catch (error) {
        setProblem(troubleOf(w, error));
        return false;
      } finally {
        isBusy.current = false;
      }
    },
    [submit, toast, w],
  );
  return { act, problem };
}
