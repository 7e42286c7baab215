//! Rosters as offices keep them, from the generator, through the importer.

mod command_line;
mod generated_files;
mod importing;
mod office;
mod report;
mod seeds;
