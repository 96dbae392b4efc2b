'use client';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { assetLabel } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { StickersOn } from '#app/_stickers/StickersOn.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { isSupport } from '#domain/actor.ts';
import type { AssetDocument } from '#domain/documents.ts';
import { formatCode } from '#domain/sticker.ts';
import { calendarDay } from '#domain/words/time.ts';
import { Arrival } from './Arrival.tsx';
import { AssetHead } from './AssetHead.tsx';
import { History } from './History.tsx';
import { SaidHere } from './SaidHere.tsx';
import { Replace, Standing } from './Standing.tsx';
import { FixesOn, OpenOn } from './TicketsOn.tsx';
import { thingName } from './thing.ts';
import { Upkeep } from './Upkeep.tsx';

/** One piece of equipment: open tickets, last repairs, facts last. @param scanned its sticker led here: whoever is awaited there has arrived */
export function AssetScreen({ id, scanned = false }: { id: string; scanned?: boolean }) {
  const { view, words: w } = useField();
  const asset = view.assets.get(id);
  useTitle(asset === undefined ? w.asset.title : thingName(w, asset));
  return asset === undefined ? <NoAsset id={id} /> : <KnownAsset asset={asset} scanned={scanned} />;
}

function NoAsset({ id }: { id: string }) {
  const { words: w } = useField();
  return (
    <Screen top={<TopBar title={w.asset.title} back={{ href: '/scan', label: w.common.back }} chip={<Chip />} />} centered>
      <SaidHere id={id} />
      <Empty title={w.asset.unknownTitle} text={w.asset.unknownText}>
        <LinkButton kind="primary" href="/scan">
          {w.common.nav.scan}
        </LinkButton>
      </Empty>
    </Screen>
  );
}

function KnownAsset({ asset, scanned }: { asset: AssetDocument; scanned: boolean }) {
  const { words: w, actor } = useField();
  const inside = isSupport(actor, asset.site);
  return (
    <Screen
      top={<TopBar title={w.asset.title} back={{ href: '/', label: w.common.back }} chip={<Chip />} />}
      actions={
        <LinkButton kind="primary" shape="grow" href={`/new?asset=${asset.id}`}>
          {w.asset.report}
        </LinkButton>
      }
    >
      <section className="stack">
        <AssetHead asset={asset} />
        <Standing asset={asset} />
      </section>
      <SaidHere id={asset.id} />
      {scanned && <Arrival asset={asset} />}
      <OpenOn asset={asset.id} />
      {inside && <FixesOn asset={asset.id} />}
      <Replace asset={asset} />
      <Upkeep asset={asset} />
      <Facts asset={asset} />
      <StickersOn thing={asset} />
      <History asset={asset} />
    </Screen>
  );
}

function Facts({ asset }: { asset: AssetDocument }) {
  const { words: w, language } = useField();
  const facts: [string, string | null][] = [
    [w.asset.type, assetLabel(w, asset)],
    [w.history.field.name, asset.name ?? null],
    [w.asset.inventory, asset.inventory],
    [w.asset.serial, asset.serial],
    [w.asset.code, asset.codes[0] === undefined ? null : formatCode(asset.codes[0])],
    [w.asset.purchased, asset.purchasedOn === null ? null : calendarDay(asset.purchasedOn, language)],
  ];
  return (
    <section className="group" aria-label={w.asset.facts}>
      <header>
        <h2>{w.asset.facts}</h2>
      </header>
      <div className="panel">
        <dl className="facts">{facts.map(([name, value]) => value !== null && <Fact key={name} name={name} value={value} />)}</dl>
      </div>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
