@AU-12
Feature: A thousand changes a second
  Programs that bring in what others know change a great deal at once. Each of their changes is on
  record as soon as if it were alone, once, and in its place; and none of the services needs more for it
  the longer it goes on.

  Rule: A thousand a second are recorded as one is

    @critical @disrupts.audit @load @alone
    Example: for ten seconds
      When for 10 seconds programs of Olga and Piotr change 1,200 documents a second, 50 of them together
      Then at least 1,000 a second were recorded meanwhile
      And no service came to need more memory with each second
      And every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made
      And each record says who did what, what it was before and after, and all of it was counted
      And 99 % of them were on record within 1 second
