import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { FormTrouble, type useOfficeForm } from '#app/admin/form.tsx';

type Props = { foot: ReturnType<typeof useOfficeForm>['foot']; verb: string; kind: 'primary' | 'plain'; again: () => Promise<void> };

/** The end of a form about a place: its verb; where somebody else wrote meanwhile, what they wrote can be read. */
export function PlaceFoot({ foot: { trouble, working, texts }, verb, kind, again }: Props) {
  const { w, o } = texts;
  const isLate = trouble?.fault === 'changed-meanwhile';
  return (
    <>
      {isLate ? <Note icon="triangle-alert" tone="d" alert title={o.register.place.meanwhile} /> : <FormTrouble trouble={trouble} w={w} o={o} />}
      <div className="officeacts">
        <Button type="submit" kind={kind} disabled={working}>
          {verb}
        </Button>
        {isLate && (
          <Button icon="refresh-cw" onClick={() => void again()}>
            {o.reload}
          </Button>
        )}
      </div>
    </>
  );
}
