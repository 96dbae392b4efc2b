/** Why the answer is no: a stable code, and the data its sentence needs (domain/words). Refusals are data, never exceptions. */
export type Refusal =
  /** Absent and forbidden get the same answer. */
  | { readonly code: 'unknown' }
  | { readonly code: 'not-allowed'; readonly verb: string }
  | { readonly code: 'closed'; readonly status: 'resolved' | 'closed' | 'dropped'; readonly by: string | null; readonly at: number | null }
  | { readonly code: 'already-exists' }
  | { readonly code: 'not-owner'; readonly owner: string | null }
  | { readonly code: 'wrong-status'; readonly status: string }
  | { readonly code: 'already-owner' }
  | { readonly code: 'already-on-it' }
  /** A rule of domain.md, named; its sentence is in the words. */
  | {
      readonly code: 'rule';
      readonly rule:
        | 'reason-of-direction'
        | 'team-missing'
        | 'top-level'
        | 'already-on-site'
        | 'helper-not-support'
        | 'empty-report'
        | 'request-drop'
        | 'photos-full'
        | 'password-told'
        | 'identity-first'
        | 'consent-first'
        | 'form-first'
        | 'approval-first'
        | 'tasks-first'
        | 'tasks-full'
        | 'task-of-another'
        | 'own-request'
        | 'no-visit'
        | 'reopen-late'
        | 'rated'
        | 'other-missing'
        | 'assignee-not-support'
        | 'form-missing'
        | 'reason-missing'
        | 'no-photo'
        | 'sticker-unknown'
        | 'sticker-taken'
        | 'number-taken'
        | 'changed-meanwhile';
    }
  /** The wire or the form was not understood. */
  | { readonly code: 'invalid' }
  /** The code threw; `reference` finds it in the log (invariant 12). */
  | { readonly code: 'internal'; readonly reference: string };

export type RefusalCode = Refusal['code'];
