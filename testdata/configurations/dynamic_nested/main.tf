variable "origins" {
  type = list(object({
    id      = string
    domain  = string
    headers = optional(map(string), {})
    ssl     = optional(list(string), ["TLSv1.2"])
  }))
  default = [
    { id = "a", domain = "a.example.com", headers = { x-one = "1", x-two = "2" } },
    { id = "b", domain = "b.example.com", ssl = ["TLSv1", "TLSv1.2"] },
  ]
}

resource "aws_cloudfront_distribution" "d" {
  enabled = true
  dynamic "origin" {
    for_each = { for o in var.origins : o.id => o }
    iterator = each_origin
    content {
      origin_id   = each_origin.key
      domain_name = each_origin.value.domain
      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = length(each_origin.value.ssl) > 1 ? "http-only" : "https-only"
        origin_ssl_protocols   = each_origin.value.ssl
      }
      dynamic "custom_header" {
        for_each = each_origin.value.headers
        content {
          name  = custom_header.key
          value = "${each_origin.key}:${custom_header.value}"
        }
      }
    }
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = var.origins[0].id
    viewer_protocol_policy = "redirect-to-https"
    forwarded_values {
      query_string = false
      cookies {
        forward = "none"
      }
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
  dynamic "logging_config" {
    for_each = []
    content {
      bucket = "x"
    }
  }
}

resource "aws_launch_template" "lt" {
  name = "template"
  dynamic "block_device_mappings" {
    for_each = [{ name = "/dev/sda1", size = 20 }, { name = "/dev/sdb", size = 40, enc = true }]
    content {
      device_name = block_device_mappings.value.name
      ebs {
        volume_size = block_device_mappings.value.size
        encrypted   = lookup(block_device_mappings.value, "enc", null)
      }
    }
  }
  dynamic "metadata_options" {
    for_each = toset(["required"])
    content {
      http_tokens = metadata_options.key
    }
  }
}
