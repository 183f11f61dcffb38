package io.camrelay.cli;

/** Marks a command that runs for long, so that its log is shown from INFO on. */
interface TellsItsStory {}
