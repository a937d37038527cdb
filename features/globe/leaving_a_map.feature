@GL-05
Feature: Leaving a map
  Whoever leaves is gone for everybody, however they leave: from the map, and from where they
  gathered. That they were there stays on record.

  Background:
    Given Lina, Arno and Milo are on the map "Lisbon"

  Rule: Whoever leaves is gone for everybody

    @realtime
    Example: somebody who was silent for a little less stays, and so does whoever never looked
      Given Olga has brought Zoe to the map, who does not look
      When Arno is silent for 29.8 minutes
      And Milo vanishes
      Then Milo is gone for everybody within 5 seconds
      And Arno is on the map, wherever one looks
      And Zoe is on the map, wherever one looks

    @realtime
    Example: all of them
      Given Olga has brought Zoe to the map, who does not look
      When Zoe is silent for 30 minutes
      And Arno leaves the map
      And Milo closes the map
      And Lina vanishes
      Then nobody is on the map any more within 5 seconds

    @realtime
    Example: very many at once
      Given 230 others are on the map, who do not look
      When all of these are silent for half an hour
      Then each of these is gone within 15 seconds, and everybody else has heard it once

    @realtime
    Example: somebody who is not signed in any more
      Given Lina has signed in on a second device, with the map open there
      When Lina signs out on the second device
      Then that device of Lina is told so, and nobody else has noticed anything
      When the account of Arno is closed
      Then each device of Arno is told so, and Arno is gone for everybody within 5 seconds

    @ui @realtime
    Example: in the browser of somebody who stays
      Given Zoe has the map open in a browser
      When Arno vanishes
      Then the browser of Zoe shows Arno no more within 5 seconds
      When Lina closes "Lisbon" for good
      Then the browser of Zoe says that the map is closed

  Rule: Whoever leaves is gone from where they gathered, and what they made stays

    Background:
      Given Arno has made the place "Café" with room for 5
      And Arno has made the place "Bench" at 10° N, 10° E
      And Lina, Arno and Milo are at "Café"
      And Arno has the map open on a second device

    @critical @realtime
    Scenario Outline: somebody on either instance <leaves>
      When Arno <leaves>
      And Milo <leaves>
      Then Arno is gone for everybody within 5 seconds
      And Milo is gone for everybody within 5 seconds
      And everybody sees Lina at "Café"
      And there are 2 places on the map, for everybody

      Examples:
        | leaves                   |
        | leaves the map           |
        | closes the map           |
        | vanishes                 |
        | is silent for 30 minutes |
