//! Rosters as offices keep them, from the generator, through the importer.

mod generated_files;
mod importing;
mod report;
mod seeds;
