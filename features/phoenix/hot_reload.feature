@PH-04 @needs.monitoring
Feature: Another configuration while it runs
  An experiment need not begin anew because a pipeline exports too much. It is told another configuration and goes on
  with that, without a gap in what stays. A configuration that cannot work changes nothing.

  Background:
    Given the experiment "Leaner" of process-aggregated-v1 is running under load

  Rule: It takes effect without a break

    @critical
    Scenario Outline: only what is critical, in the <variant>
      When Ada has the <variant> of "Leaner" keep critical processes only
      Then in Prometheus the <variant> of "Leaner" has only these within 5 seconds, and its other pipeline stays
      And there is no gap in what stays, and "Leaner" is still running

      Examples:
        | variant   |
        | candidate |
        | baseline  |

    Example: several steps, and back to all of it
      Given Ada has made Uwe an admin
      When Ada has the candidate of "Leaner" take several steps
      Then the candidate of "Leaner" has within 5 seconds what these leave, one after the other
      When Ada and Uwe have the candidate of "Leaner" keep everything again
      Then the candidate of "Leaner" has as many series as its baseline within 5 seconds

  Rule: A bad configuration is refused and changes nothing

    @critical
    Example: whatever is wrong with it
      When Ada tells the candidate of "Leaner" each of these in turn
        | configuration                |
        | an unknown processor         |
        | a filter of no priority      |
        | a word it does not know      |
        | a priority that there is not |
        | a word too many              |
        | a pattern of nothing         |
        | nothing to add up            |
        | to keep the first 0          |
        | no list                      |
        | eleven processors            |
        | one good and one bad thing   |
      Then each of it is refused as wrong input
      And everything of "Leaner" is as it was

  Rule: Only an admin changes it, and only while it runs

    @PH-07
    Example: whoever is none, or one of another company
      When Uwe, Vera and Olga try to have the candidate of "Leaner" keep critical processes only
      Then each of them is forbidden to
      And everything of "Leaner" is as it was

    Example: when it is over
      When Ada cancels "Leaner"
      And Ada tries to have the candidate of "Leaner" keep critical processes only
      Then it is told that it does not run
