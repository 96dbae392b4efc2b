'use client';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './Icon.tsx';

type Props = {
  open: boolean;
  /** Escape, the cross, a tap beside the sheet */
  onClose: () => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
  /** stays at the thumb: the sheet's one verb */
  footer?: ReactNode;
};

/**
 * A sheet from below, a panel from the side at 48em. A native modal dialog: the page behind is inert, the focus stays
 * inside and goes back to what opened it. A sheet never opens on a sheet.
 */
export function Sheet({ open, onClose, title, closeLabel, children, footer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) {
      element.showModal();
      // What was drawn with `autoFocus` could not have the focus before there was a dialog: it would go to the cross.
      element.querySelector<HTMLElement>('[data-first]')?.focus();
    }
    if (!open && element.open) element.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is the tap beside the sheet
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      // The event comes after the closing; a sheet that was opened again meanwhile stays.
      onClose={(event) => event.currentTarget.open || onClose()}
      onClick={(event) => {
        // The backdrop's clicks arrive at the dialog itself; so do those on its padding, which are inside its box.
        if (event.target !== event.currentTarget) return;
        const box = event.currentTarget.getBoundingClientRect();
        const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
        if (!inside) event.currentTarget.close();
      }}
    >
      {open && (
        <>
          <header className="between">
            <h2 id={id}>{title}</h2>
            <button type="button" className="icon-btn" aria-label={closeLabel} onClick={() => dialog.current?.close()}>
              <Icon name="x" />
            </button>
          </header>
          {children}
          {footer && <footer>{footer}</footer>}
        </>
      )}
    </dialog>
  );
}
