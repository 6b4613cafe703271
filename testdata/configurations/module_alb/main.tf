module "alb" {
  source  = "./alb"
  name    = "front"
  subnets = ["subnet-1", "subnet-2"]
  listeners = {
    http = {
      port     = 80
      protocol = "HTTP"
      redirect = { port = "443", protocol = "HTTPS", status_code = "HTTP_301" }
    }
    https = {
      port            = 443
      protocol        = "HTTPS"
      certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/x"
      forward         = { target_group_key = "app" }
      rules = {
        api = {
          priority   = 10
          actions    = [{ type = "weighted-forward", target_groups = [{ target_group_key = "app", weight = 2 }, { target_group_key = "next", weight = 1 }], stickiness = { enabled = true, duration = 600 } }]
          conditions = [{ path_pattern = { values = ["/api/*"] } }, { http_header = { http_header_name = "X-V", values = ["1", "2"] } }]
        }
        gone = {
          actions    = [{ type = "fixed-response", content_type = "text/plain", status_code = 410, message_body = "gone" }]
          conditions = [{ host_header = { values = ["old.example.com"] } }, { query_string = [{ key = "a", value = "b" }, { value = "c" }] }]
        }
      }
    }
  }
  target_groups = {
    app  = { port = 8080, health_check = { path = "/healthz", matcher = "200-299" } }
    next = { port = 8081, protocol = "HTTP", stickiness = { type = "lb_cookie", cookie_duration = 60 } }
  }
}
output "listeners" { value = module.alb.ports }
