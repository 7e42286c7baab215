//! Sending and receiving: the loop that talks to the server.

pub mod view;
