package org.bubblegram.web;

/** This process only works on jobs; others answer. */
final class NotServedHere extends RuntimeException {
    NotServedHere() {
        super("this process works on jobs and answers about its health only; ask one with the role api");
    }
}
