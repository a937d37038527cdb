@PH-01
Feature: A whole experiment
  A team wants to know whether a cheaper pipeline still tells what matters. It says what to compare, where, for how
  long and by which criteria; everything else happens by itself, and ends in a judgement that can be followed.

  Rule: From the wish to the judgement

    @critical @realtime @ui @needs.monitoring @PH-06 @PH-10
    Example: process metrics that are added up
      Given Vera follows all experiments
      And Uwe has created the experiment "Fewer series" of process-aggregated-v1 for 8 seconds, under full load
      When Ada starts "Fewer series", which Vera has open in a browser
      Then "Fewer series" is initializing within 30 seconds and running within a minute, as its page shows
      And both its pipelines are configured as their kinds say, and export as many series
      And "Fewer series" is completed soon after its time is over, each state kept and heard of once
      And the result of "Fewer series" follows from what Prometheus has, and is shown on its page

  Rule: Each kind of pipeline exports what it is for

    @critical @needs.monitoring @PH-04
    Example: all of them side by side
      Given an experiment of each kind of pipeline is running under load
      Then each kind exports what it is for, of each process or of many together, and no more than it promises
      When Ada tells each candidate anew what it does already
      Then none of them is without any of it at any time
