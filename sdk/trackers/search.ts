import { searchTerm } from "../lib/search-term.ts";
import type { Tracker } from "./tracker.ts";

/**
 * Reports the term of a page of search results as `view_search_results`, from the parameter of its
 * address that the term is in as a rule. A term that names a person stays.
 */
export const search: Tracker = {
  name: "search",
  start({ track, on }) {
    let told = "";
    const look = () => {
      const parameters = new URLSearchParams(location.search);
      const [term] = ["q", "s", "k", "search", "query"].map((name) => parameters.get(name)).filter(Boolean);
      const search_term = searchTerm(term);
      // Paging through results is no new search.
      if (search_term && search_term !== told) track("view_search_results", { search_term });
      told = search_term;
    };
    look();
    on("event", ({ type }) => type === "page" && look());
  },
};
