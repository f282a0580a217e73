// GOV.UK components come alive where the browser can; every page works without.
import { initAll } from "/static/vendor/govuk-frontend.min.js";

initAll();
