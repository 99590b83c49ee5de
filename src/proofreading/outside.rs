//! Links that lead out of the site: which there are, and what to say of the answers
//! that other hosts gave. Asking them is not done here.
