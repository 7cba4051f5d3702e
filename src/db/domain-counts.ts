import type { DatasetCount, DomainCounts } from '../api/lookup.ts';
import type { Database } from './database.ts';
import { hostRanges } from './host-ranges.ts';

/** Hosts of a domain that are summed at most, each once for every dataset that has it. */
const MAX_HOSTS = 100_000;

interface Counted extends DatasetCount {
  hosts: number;
}

/**
 * How many rows of a host each dataset shows, and of all hosts below it if `subdomains`. Rows are counted by host as
 * they are written and hidden, so that this takes the time of the domain's hosts, not of its rows.
 * @param host its labels from the right, as `reversedLabels` gives them
 */
export async function countDomain(
  database: Database,
  host: string,
  subdomains: boolean,
  datasetIds: readonly number[] | null,
): Promise<DomainCounts> {
  const values: unknown[] = [datasetIds, MAX_HOSTS];
  const selects = hostRanges(host, subdomains).map(({ from, to }) => {
    const place = values.push(from, to);
    return `
      select dataset_id, rows from host_rows
      where host >= $${place - 1} and host < $${place} and ($1::bigint[] is null or dataset_id = any ($1))`;
  });
  const counted = await database.query<Counted>(
    `select d.dataset, d.release, sum(h.rows)::bigint as rows, count(*) as hosts
     from (select * from (${selects.join(' union all ')}) as every limit $2) as h
     join datasets d on d.id = h.dataset_id
     group by d.id
     order by rows desc, d.dataset, d.release`,
    values,
  );
  const hosts = counted.reduce((sum, each) => sum + each.hosts, 0);
  return {
    // A host whose rows were all removed or hidden stays in the list, with none.
    datasets: counted
      .filter(({ rows }) => rows > 0)
      .map(({ dataset, release, rows }) => ({ dataset, release, rows })),
    complete: hosts < MAX_HOSTS,
  };
}
