locals {
  origins = {
    site = { domain = "site.s3.amazonaws.com", access = "site" }
    api  = { domain = "api.example.com", custom = { protocol = "https-only", ssl = ["TLSv1.2"] }, headers = { "X-Secret" = "s", "X-Other" = 1 } }
  }
  behaviors = [
    { path = "/api/*", target = "api", methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"], ttl = [0, 0, 0] },
    { path = "/static/*", target = "site", functions = { viewer-request = "arn:aws:cloudfront::111122223333:function/f" } },
  ]
}
resource "aws_cloudfront_origin_access_control" "this" {
  for_each                          = toset(compact([for origin in values(local.origins) : lookup(origin, "access", "")]))
  name                              = each.value
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_distribution" "this" {
  enabled             = true
  aliases             = [for sub in ["www", ""] : trimprefix("${sub}.example.com", ".")]
  default_root_object = "index.html"
  price_class         = "PriceClass_100"
  dynamic "origin" {
    for_each = local.origins
    content {
      origin_id                = origin.key
      domain_name              = origin.value.domain
      origin_access_control_id = try(aws_cloudfront_origin_access_control.this[origin.value.access].id, null)
      dynamic "custom_origin_config" {
        for_each = try([origin.value.custom], [])
        content {
          http_port              = try(custom_origin_config.value.http, 80)
          https_port             = 443
          origin_protocol_policy = custom_origin_config.value.protocol
          origin_ssl_protocols   = custom_origin_config.value.ssl
        }
      }
      dynamic "custom_header" {
        for_each = try(origin.value.headers, {})
        content {
          name  = custom_header.key
          value = custom_header.value
        }
      }
    }
  }
  default_cache_behavior {
    target_origin_id       = keys(local.origins)[1]
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    forwarded_values {
      query_string = false
      cookies { forward = "none" }
    }
  }
  dynamic "ordered_cache_behavior" {
    for_each = local.behaviors
    iterator = behavior
    content {
      path_pattern           = behavior.value.path
      target_origin_id       = behavior.value.target
      viewer_protocol_policy = lookup(behavior.value, "policy", "https-only")
      allowed_methods        = lookup(behavior.value, "methods", ["GET", "HEAD"])
      cached_methods         = ["HEAD", "GET"]
      min_ttl                = try(behavior.value.ttl[0], null)
      default_ttl            = try(behavior.value.ttl[1], null)
      max_ttl                = try(behavior.value.ttl[2], null)
      compress               = behavior.key > 0
      forwarded_values {
        query_string = true
        headers      = behavior.value.target == "api" ? ["Authorization", "Origin"] : []
        cookies { forward = "all" }
      }
      dynamic "function_association" {
        for_each = try(behavior.value.functions, {})
        content {
          event_type   = function_association.key
          function_arn = function_association.value
        }
      }
    }
  }
  dynamic "custom_error_response" {
    for_each = toset([403, 404])
    content {
      error_code         = custom_error_response.value
      response_code      = 200
      response_page_path = "/index.html"
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = sort(["JP", "DE", "US"])
    }
  }
  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/c"
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
output "origins" { value = sort([for origin in aws_cloudfront_distribution.this.origin : origin.domain_name]) }
