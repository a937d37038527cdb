@AU-08
Feature: Reports and exports
  Whoever has to show what happened in a period gets it counted, and as a file; and both say what
  the records say.

  Rule: They agree with the records

    Background:
      Given Olga and Piotr have made, changed and deleted documents, and somebody has failed to sign in

    @critical
    Example: statistics
      Then the statistics count what a search finds

    @critical @alone
    Example: the compliance report of a period
      Then the compliance report of a period counts what is recorded in it, and is kept

    @critical
    Example: exports
      Then exports hold the rows that a search finds, in its order
