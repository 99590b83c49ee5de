// What our scripts use of MiniSearch 7.2.0, for the check of types alone: the library
// is published as it is, and has no types in it.

export interface SearchOptions {
  fields?: string[];
  combineWith?: 'AND' | 'OR';
  prefix?: boolean;
  fuzzy?: (term: string) => number | false;
  boost?: Record<string, number>;
  tokenize?: (text: string) => string[];
}

export interface SearchResult {
  id: number;
  score: number;
  terms: string[];
  queryTerms: string[];
  match: Record<string, string[]>;
}

export default class MiniSearch {
  constructor(options: {
    fields: string[];
    processTerm: (term: string) => string;
    tokenize: (text: string) => string[];
    searchOptions: SearchOptions;
  });
  addAllAsync(documents: object[], options: { chunkSize: number }): Promise<void>;
  search(query: string, options: SearchOptions): SearchResult[];
}
