'use client';
import { useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { filterToQuery } from '#domain/register/table.ts';
import type { RegisterPage } from '#server/office/register/page.ts';
import { Add } from './Add.tsx';
import { registerPage } from './actions.ts';
import { addressOf, type Shown, shownOf } from './address.ts';
import { Bulk } from './Bulk.tsx';
import { useColumns } from './columns.ts';
import { Filters } from './Filters.tsx';
import { Table } from './Table.tsx';
import { useChoices } from './useChoices.ts';
import { useRows } from './useRows.ts';

const first = () => registerPage({ ...shownOf(location.search), after: null });

/** The equipment of the sites that one serves, as a table. */
export function Register() {
  const { load, again } = useTold(first);
  const may = load.state === 'here' ? load.value : { isAdmin: false, keeps: false, runs: false };
  return (
    <Frame page="register" load={load} again={again} isAdmin={may.isAdmin} keeps={may.keeps} runs={may.runs}>
      {(page, texts) => <Stock page={page} texts={texts} />}
    </Frame>
  );
}

const NOBODY: ReadonlySet<string> = new Set();

function Stock({ page, texts }: { page: RegisterPage; texts: Texts }) {
  const r = texts.o.register;
  const [shown, setShown] = useState(() => shownOf(location.search));
  const [chosen, setChosen] = useState(NOBODY);
  const [isChanging, setChanging] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const rows = useRows(page, shown);
  const choices = useChoices(shown.filter.site);
  const { columns, toggle } = useColumns();
  const show = (next: Shown) => {
    setShown(next);
    history.replaceState(history.state, '', addressOf(next));
  };
  const choose = (ids: readonly string[], isIn: boolean) =>
    setChosen((was) => {
      const next = new Set(was);
      for (const id of ids) isIn ? next.add(id) : next.delete(id);
      return next;
    });
  const query = filterToQuery(shown.filter);
  const file = (as: 'csv' | 'xlsx') => `/api/register/export?as=${as}${query === '' ? '' : `&${query}`}`;
  return (
    <div className="register">
      <Filters
        texts={texts}
        filter={shown.filter}
        choices={choices}
        change={(filter) => {
          setChosen(NOBODY);
          show({ ...shown, filter });
        }}
      />
      <div className="wrap">
        {page.keeps && (
          <Button icon="plus" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            {r.add.start}
          </Button>
        )}
        {page.keeps && (
          <Button icon="pen-tool" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
            {chosen.size === 0 ? r.bulk.start : `${r.bulk.start} (${chosen.size})`}
          </Button>
        )}
        <LinkButton icon="download" href={file('csv')} download>
          {r.csv}
        </LinkButton>
        <LinkButton icon="download" href={file('xlsx')} download>
          {r.xlsx}
        </LinkButton>
      </div>
      {isAdding && <Add texts={texts} sites={choices.sites.filter((s) => s.keeps)} at={shown.filter.site} done={rows.again} />}
      {isChanging && (
        <Bulk
          key={chosen.size === 0 ? 'all' : 'some'}
          texts={texts}
          chosen={chosen}
          filter={shown.filter}
          count={rows.count}
          rooms={choices.rooms}
          done={rows.again}
        />
      )}
      <Table
        texts={texts}
        rows={rows}
        shown={shown}
        columns={columns}
        toggle={toggle}
        zone={page.zone}
        choosing={page.keeps ? { chosen, choose } : null}
        sort={(sort) => show({ ...shown, sort, up: sort === shown.sort ? !shown.up : true })}
      />
    </div>
  );
}
