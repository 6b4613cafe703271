output "numbers" {
  value = {
    division   = 10 / 3
    tenth      = 0.1 + 0.2
    big        = 123456789012345678901234567890
    product    = 99999999999 * 99999999999
    negative   = -7 % 3
    modulo     = 7.5 % 2
    text       = "${1 / 3}"
    exponent   = 1e3
    small      = 1.5e-7
    power      = pow(2, 0.5)
    log        = log(1000, 10)
    ceil       = [ceil(-1.5), floor(-1.5), abs(-0.5), signum(-3)]
    parse      = [parseint("ff", 16), parseint("-101", 2), parseint("zz", 36)]
    max        = [max(1, 2.5, -3), min([3, 1, 2]...)]
    string     = [tostring(1e21), tostring(100000000000000000000), tostring(0.000001), tostring(1.10)]
    number     = [tonumber("0x1F" == "x" ? "1" : "31"), tonumber("1e2"), tonumber("  7" == "7" ? 7 : 8)]
    compare    = [1 == 1.0, "1" == 1, 2 > 10, "2" != 2]
    format     = [format("%d %5.2f %e %x %o %b %q %v %%", 42, 3.14159, 12345.678, 255, 8, 5, "q", [1, "a"]), format("%08.3f|%-8s|%+d", 3.14159, "ab", 5)]
    formatdate = formatdate("YYYY-MM-DD'T'hh:mm:ssZ", "2024-02-29T12:30:00+09:00")
    timeadd    = timeadd("2024-12-31T23:59:59Z", "1h1s")
    timecmp    = timecmp("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00")
  }
}
output "sets" {
  value = {
    strings  = toset(["b", "a", "B", "10", "9", "a", ""])
    numbers  = toset([10, 9, 1.5, -3, 10])
    bools    = toset([true, false, true])
    mixed    = toset(["x", 1, true])
    objects  = toset([{ a = 2 }, { a = 1 }, { a = 2 }])
    lists    = toset([["b"], ["a", "c"], ["b"]])
    union    = setunion(["c", "a"], ["b"], [])
    inter    = setintersection(["a", "b", "c"], ["c", "b"])
    minus    = setsubtract(["a", "b", "c"], ["b"])
    product  = setproduct(["b", "a"], toset(["y", "x"]))
    for      = [for v in toset(["z", "é", "a", "Z"]) : upper(v)]
    keyed    = { for v in toset([3, 20, 1]) : "k${v}" => v }
    to_list  = tolist(toset(["q", "p"]))
    equal    = toset(["a", "b"]) == toset(["b", "a"])
    nested   = toset([toset(["b", "a"]), toset(["c"])])
  }
}
resource "aws_ssm_parameter" "number" {
  for_each = toset(["1", "02", "3.10"])
  name     = "/n/${each.value}"
  type     = "String"
  value    = each.value + 0.5
}
resource "aws_autoscaling_policy" "steps" {
  name                   = "steps"
  autoscaling_group_name = "group"
  policy_type            = "StepScaling"
  adjustment_type        = "ChangeInCapacity"
  dynamic "step_adjustment" {
    for_each = [{ lower = null, upper = 10.5, by = -1 }, { lower = 10.5, upper = null, by = "2" }]
    content {
      scaling_adjustment          = step_adjustment.value.by
      metric_interval_lower_bound = step_adjustment.value.lower
      metric_interval_upper_bound = step_adjustment.value.upper
    }
  }
}
