@AU-08
Feature: Reports and exports
  Whoever has to show what happened in a period gets it counted, and as a file; and both say what
  the records say.

  Rule: A period begins and ends where it is said to, whatever the clocks show there

    @needs.broker
    Example: months, a leap day and a year, in three places
      Given somebody has done something long ago, just before and just when each of them began and ended
      Then what is found, counted, exported and reported of each is what happened in it

  Rule: They agree with the records

    Background:
      Given Olga and Piotr have made, changed and deleted documents, and somebody has failed to sign in

    @AU-02 @AU-03 @critical @needs.broker
    Example: statistics and exports, of more than is shown at once
      Given "Depot" was changed 1,001 times in one moment
      Then all of it is found, and the latest thousand of it are its history
      And the statistics count what a search finds
      And exports hold the rows that a search finds, in its order

    @critical @alone
    Example: the compliance report of a period
      Then the compliance report of a period counts what is recorded in it, and is kept
