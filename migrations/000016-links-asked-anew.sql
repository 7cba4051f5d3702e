-- Links with an `&amp;` were asked for as they are written, which their servers need not know; they may be asked again.
delete from fetch_outcomes o using images i where i.id = o.image_id and i.url ~* '&(amp|#0*38|#x0*26);';
