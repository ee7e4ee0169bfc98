// The one survey of a page, begun when a view first asks for it.

import { Survey } from "./survey.js";

/** The survey of the app's tweets, when it is done; `progress(share)` hears how far it is. */
export function survey(app, progress = null) {
  app.survey ??= new Survey(app);
  return app.survey.run(progress);
}
