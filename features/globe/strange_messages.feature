@GL-14 @realtime
Feature: Strange messages
  Whatever comes over a live connection, whoever sent it is told what is wrong with it. The
  connection lives on, and nobody else notices anything.

  Background:
    Given Lina, Arno and Milo are on the map "Lisbon"

  Rule: What is wrong is named, the connection lives on, and nobody else notices

    @critical
    Scenario Outline: <something strange>
      When Arno says what nobody should: <something strange>
      Then each time Arno is told what is wrong with it
      And the connection of Arno lives on, and nobody else has noticed anything

      Examples:
        | something strange                     |
        | an unknown type                       |
        | no type                               |
        | a type that is no text                |
        | broken JSON                           |
        | JSON without an end in sight          |
        | JSON that is no object                |
        | one character too many                |
        | megabytes                             |
        | bytes                                 |
        | a latitude that is none               |
        | a longitude that is none              |
        | a place that is none                  |
        | half a place                          |
        | no number                             |
        | a name for the answer that is none    |
        | a place to gather that is no id       |
        | a place to gather that does not exist |
        | all of that, again and again          |

    Example: on the other instance
      When Milo says what nobody should: all of that, again and again
      Then each time Milo is told what is wrong with it
      And the connection of Milo lives on, and nobody else has noticed anything

  Rule: What cannot be read ends the connection on which it was said, and no other

    Scenario Outline: <something unreadable>
      When Milo says what cannot be read: <something unreadable>
      Then the connection of Milo ends because of <something unreadable>, and nobody else's does

      Examples:
        | something unreadable  |
        | more than 4 megabytes |
        | text that is none     |

  Rule: What is at the limit is done

    Example: as large as it may be
      When Arno says a move that is as large as it may be
      Then it is done

  Rule: An answer has the name that was given to what was said

    Example: several that are refused
      When Arno says something wrong under each of the names "a", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" and "!~"
      Then the answers to Arno have the names "a", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" and "!~"
