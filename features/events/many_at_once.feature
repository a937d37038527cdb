@EV-10 @load @alone
Feature: Many at once
  Whether a few come, as many as on any day, or everybody in a rush: each is answered soon, and as
  rightly as if nobody else were there, and pages still become events.

  Rule: Whoever asks is answered soon, and pages become events meanwhile

    @critical @limit.600
    Example: a few, as many as on any day, and a rush
      Given there are 50 events with 200 speakers and 100 companies
      And the event site announces 4 events
      When so many ask for all that Events offers
        | how long  | how many a second |
        | 2 seconds | 5                 |
        | 4 seconds | 20                |
        | 2 seconds | 50                |
      Then each is answered as if nobody else had asked, and what they told of is there
      And more than 10 pages a minute became events meanwhile
      And 95 % of the lists came within 100 milliseconds, of the events within 150 and of all else within 200

  Rule: A hundred can ask at the same moment

    @critical
    Example: each tells of an event, and reads it
      When 100 programs tell of an event each at the same moment, and read it
      Then each was told of their own, and all 100 are listed once
